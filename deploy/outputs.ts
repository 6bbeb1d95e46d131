/** What a deploy has made, printed so that it can be pasted: one line each, neither escaped nor wrapped. */

/** The outputs of each stack, by its name; Terraform leaves out those that are secret. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

type Environment = Readonly<Record<string, string | undefined>>;

/** @param environment of the shell that the curl line is pasted into */
export function describeOutputs(stacks: Outputs, environment: Environment): string {
  const deployed = Object.values(stacks).filter((outputs) => outputs["invoke_url"] !== undefined);
  if (deployed.length === 0) return 'Nothing is deployed here yet: "npm run deploy" does it.';
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
 * The line signs with keys from the shell's environment. Whoever has a profile instead (AWS_PROFILE, SSO) lends them to
 * this one line.
 */
function pastable(curl: string, environment: Environment): string {
  if (!curl.includes("$AWS_ACCESS_KEY_ID") || environment["AWS_ACCESS_KEY_ID"]) return curl;
  return `(eval "$(aws configure export-credentials --format env)" && ${curl})`;
}
