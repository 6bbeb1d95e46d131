/** What a security and operations review looks for in the synthesized Terraform. */
import { apiOn } from "./api";
import { dataInProduction, dataOn } from "./data";
import { functionOn } from "./function";
import { observabilityInProduction, observabilityOn } from "./observability";

/** In every environment, where the settings have the part. */
export const always = [...dataOn, ...functionOn, ...apiOn, ...observabilityOn];

/** In protected environments. */
export const inProduction = [...dataInProduction, ...observabilityInProduction];
