/** `npm run drift`: what somebody or something other than Terraform has changed since the last deploy. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { adviseOn } from "./advice";
import { checkTerraform } from "./requirements";
import { bringLock, keepLock, protectState, readStack, type StackJson } from "./stack-directory";

const usage = `Usage: npm run -s drift
  Compares the account with Terraform's state, and changes neither. It prints a line for each resource that
  differs: its address, and the names of what differs. It does not find resources that Terraform did not create.
  Exit code: 0 no drift, 2 drift, 1 an error.`;

interface Plan {
  readonly prior_state?: { readonly values?: { readonly root_module?: object } };
  readonly resource_drift?: readonly Drift[];
}

interface Drift {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly change: { readonly before: Attributes; readonly after: Attributes | null };
}

type Attributes = Readonly<Record<string, unknown>>;

const terraform = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    console.error(usage);
    return 1;
  }
  checkTerraform(terraform);
  const lines: string[] = [];
  for (const directory of await synthesize()) {
    lines.push(...linesOf(await readPlan(directory), readStack(directory) as StackJson));
  }
  for (const line of lines) console.log(line);
  if (lines.length === 0) console.log("No drift: the account has what Terraform's state says.");
  return lines.length === 0 ? 0 : 2;
}

/** @returns the directories of the stacks */
async function synthesize(): Promise<string[]> {
  const output = "cdktf.out";
  await run(process.execPath, ["launch.mjs", "main.ts"], { env: { CDKTF_OUTDIR: output } });
  const { stacks } = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8"));
  return Object.values<{ readonly workingDirectory: string }>(stacks).map(({ workingDirectory }) =>
    join(output, workingDirectory),
  );
}

/** Reads the plan from a file that nobody else can read, since it can contain the value of an API key. */
async function readPlan(cwd: string): Promise<Plan> {
  const temporary = mkdtempSync(join(tmpdir(), "drift-"));
  const file = join(temporary, "plan");
  try {
    bringLock(cwd);
    await run(terraform, ["init", "-input=false"], { cwd });
    keepLock(cwd);
    const plan = ["plan", "-refresh-only", "-input=false", "-lock-timeout=2m", `-out=${file}`];
    await run(terraform, plan, { cwd });
    return JSON.parse(await run(terraform, ["show", "-json", file], { cwd }));
  } finally {
    rmSync(temporary, { recursive: true });
    protectState(cwd);
  }
}

/** Of each resource, only what the configuration sets: the rest is AWS's, or another resource's. */
function linesOf({ prior_state, resource_drift = [] }: Plan, { resource }: StackJson): string[] {
  if (prior_state?.values?.root_module === undefined) {
    throw new Error(
      "Terraform's state has no resources: nothing is deployed, or the state is kept elsewhere.",
    );
  }
  return resource_drift.flatMap(({ address, type, name, change: { before, after } }) => {
    if (after === null) return [`${address}: it was deleted`];
    const set = ["tags_all", ...Object.keys(resource[type]?.[name] ?? {})];
    const differing = set.filter((one) => !isEqual(before[one], after[one]));
    return differing.length === 0 ? [] : [`${address}: ${differing.join(", ")}`];
  });
}

/**
 * JSON can be written in several ways. What is not set comes back from the provider as nothing, or as the zero of its
 * type, also inside a block.
 */
function isEqual(before: unknown, after: unknown): boolean {
  const [one, other] = [meaningOf(before), meaningOf(after)];
  if (!isObject(one) || !isObject(other)) return one === other;
  return Object.keys({ ...one, ...other }).every((name) => isEqual(one[name], other[name]));
}

const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null;

function meaningOf(value: unknown): unknown {
  if (typeof value === "string" && /^[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  const isEmpty = isObject(value) && Object.keys(value).length === 0;
  return isEmpty || value === "" || value === 0 || value === false ? null : (value ?? null);
}

interface Surroundings {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

let running: ChildProcess | undefined;
let isStopped = false;

/** Stops only the program that runs, so that the plan's file is then removed. A terminal's Ctrl-C reaches it, too. */
function stopOnSignals(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      isStopped = true;
      if (signal !== "SIGINT") running?.kill("SIGINT");
    });
  }
}

/**
 * @returns what the program printed
 * @throws Error with its message, and with advice; not with what it printed, which can be a part of the plan
 */
async function run(
  program: string,
  args: readonly string[],
  { cwd, env }: Surroundings,
): Promise<string> {
  const child = spawn(program, args, {
    cwd,
    env: { CHECKPOINT_DISABLE: "1", TF_CLI_ARGS: "-no-color", ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  const [printed, message, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  if (code === 0 && !isStopped) return printed;
  const advice = adviseOn(`${printed}${message}`).map((line) => `\n→ ${line}`);
  const end = `${program} ${args[0]} ended with ${signal ?? code}.`;
  throw new Error([message.trim() || end, ...advice].join("\n"));
}

stopOnSignals();
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
