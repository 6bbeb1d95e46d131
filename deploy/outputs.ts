/** The outputs of a deploy as text that can be pasted: one line each, neither escaped nor wrapped. */
import { existsSync, readFileSync } from "node:fs";

/** The outputs of each stack, by its name; Terraform leaves out sensitive ones. */
type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** @returns nothing when the CLI has written no file */
export const readOutputs = (file: string): Outputs =>
  existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};

/** @param environment of the shell, into which the curl line will be pasted */
export function describeOutputs(stacks: Outputs, environment: Environment): string {
  const deployed = Object.values(stacks).filter((outputs) => outputs["invoke_url"] !== undefined);
  if (deployed.length === 0) return 'Nothing is deployed yet: run "npm run deploy".';
  return deployed.map((outputs) => describe(outputs, environment)).join("\n");
}

function describe(
  { invoke_url: url, curl, ...others }: Readonly<Record<string, unknown>>,
  environment: Environment,
): string {
  const rest = Object.entries(others).map(([name, value]) => `${name} = ${textOf(value)}`);
  return ["", ...rest, "", "The API answers at", url, "", pastable(String(curl), environment)].join(
    "\n",
  );
}

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/**
 * The curl line needs access keys in the shell's environment. With a profile (AWS_PROFILE, SSO) instead of keys, the
 * AWS CLI exports them for this one line.
 */
function pastable(curl: string, environment: Environment): string {
  if (!curl.includes("$AWS_ACCESS_KEY_ID") || environment["AWS_ACCESS_KEY_ID"]) return curl;
  return `(eval "$(aws configure export-credentials --format env)" && ${curl})`;
}
