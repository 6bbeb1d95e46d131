/** The documents' code for other services than the guide's, and the guide's names, which these no longer have. */
import { readFileSync } from "node:fs";
import { resolveSettings, type Settings } from "../../infra/settings/settings";

/** The first block of code of a section of a page. */
export const codeOf = (page: string, section: string) =>
  new RegExp(`## ${section}\n.*?\`\`\`\\w+\n(.*?)\`\`\``, "s").exec(
    readFileSync(`docs/${page}.md`, "utf8"),
  )?.[1] as string;

/** The settings of a section, with defaults. */
export const settingsOf = (page: string, section: string): Settings =>
  new Function("synthesize", `return ${codeOf(page, section)}`)(resolveSettings);

/** `main.ts` with the settings of a section. */
export const programOf = (page: string, section: string) =>
  `import { synthesize } from "./infra/app";\n\n${codeOf(page, section)}`;

/** Names of the guide's service. */
export const ofTheExample =
  /LambdaTable|LambdaFunctionOverHttps|DynamoDBOperations|DynamoDBManager|dynamodb-operations/;
