/** What a security and operations review looks for in the synthesized Terraform. */
import { apiOn } from "./api";
import { dataInProduction, dataOn } from "./data";
import { encryptionOn } from "./encryption";
import { functionOn } from "./function";
import { observabilityInProduction, observabilityOn } from "./observability";

/** In every environment, where the settings have the part. */
export const always = [...dataOn, ...functionOn, ...apiOn, ...encryptionOn, ...observabilityOn];

/** In protected environments. */
export const inProduction = [...dataInProduction, ...observabilityInProduction];
