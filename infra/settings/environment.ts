/** Settings from environment variables, which a person or a pipeline sets for one command. */

/** The path of the setting that each variable fills. */
const paths = {
  ENVIRONMENT: ["environment"],
  AWS_REGION: ["region"],
  STATE_BUCKET: ["state", "bucket"],
  DELETION_PROTECTION: ["deletionProtection"],
  LAMBDA_RUNTIME: ["function", "runtime"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Variables = Readonly<Record<string, string | undefined>>;

type Members = { [name: string]: unknown };

/**
 * The settings of `main.ts`; environment variables fill what it leaves out. An empty variable counts as absent.
 * @throws Error with both values when the two differ
 */
export function fillFromEnvironment(given: object, environment: Variables): object {
  const settings = structuredClone(given) as Members;
  for (const [variable, path] of Object.entries(paths)) {
    const text = environment[variable];
    if (text) fill(settings, path, variable, text);
  }
  return settings;
}

function fill(settings: Members, path: readonly string[], variable: string, text: string): void {
  const last = path.at(-1) as string;
  let members = settings;
  for (const parent of path.slice(0, -1)) {
    members[parent] ??= {};
    members = members[parent] as Members;
  }
  if (typeof members !== "object") return; // the schema's check reports it
  const value = variable === "DELETION_PROTECTION" ? readFlag(variable, text) : text;
  if (members[last] !== undefined && members[last] !== value) {
    throw new Error(
      `${path.join(".")} is ${JSON.stringify(members[last])} in main.ts, but the environment has ${variable}=${text}. Change one of them, or leave it out of main.ts.`,
    );
  }
  members[last] = value;
}

function readFlag(variable: string, text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new Error(`${variable} must be on or off, received "${text}".`);
}
