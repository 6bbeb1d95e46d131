/** A checkout in a path with a space: edited as a person would, deployed by the project's own commands. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProject } from "../copy-project";
import { run, start } from "./processes";

type Command = "deploy" | "destroy" | "diff" | "output";
type Environment = Readonly<Record<string, string | undefined>>;

/** What Terraform would do to each resource, by its path in the stack; no entry for nothing. */
export type Plan = Readonly<Record<string, string>>;

/**
 * Attributes that moto takes and forgets, so that every plan wants to set them again. Plans are
 * made without these, and with everything else.
 */
const forgotten = {
  aws_lambda_function: ["logging_config"],
  aws_dynamodb_table: ["on_demand_throughput"],
};

export function createCheckout(environment: Environment) {
  const home = mkdtempSync(join(tmpdir(), "a deploy "));
  copyProject(home);
  const surroundings = (extra: Environment = {}) => ({
    cwd: home,
    env: { ...environment, ...extra },
  });
  const stack = join(home, "cdktf.out/stacks/dynamodb-operations");
  const stackOf = (suffix = "") => (suffix ? `${stack}-${suffix}` : stack);
  const terraform = (args: string[], suffix?: string, expected?: number[]) =>
    run("terraform", args, { cwd: stackOf(suffix), env: environment }, expected);

  async function synthesize(extra?: Environment): Promise<void> {
    const env = { CDKTF_OUTDIR: "cdktf.out", ...extra };
    await run(process.execPath, ["launch.mjs", "main.ts"], surroundings(env));
  }

  /**
   * Terraform's own check of the synthesized JSON, with the oldest provider of the range that the
   * stack accepts: what only a newer one knows would be refused here.
   */
  async function validate(suffix: string, extra?: Environment): Promise<void> {
    await synthesize(extra);
    const file = join(stackOf(suffix), "cdk.tf.json");
    const alone = mkdtempSync(join(home, "validate "));
    const json = JSON.parse(readFileSync(file, "utf8"));
    const { aws } = json.terraform.required_providers;
    aws.version = aws.version.replace(/^>= ([\d.]+),.*/, "$1");
    writeFileSync(join(alone, "cdk.tf.json"), JSON.stringify(json));
    cpSync(join(file, "../assets"), join(alone, "assets"), { recursive: true });
    const there = { cwd: alone, env: environment };
    const said = await run("terraform", ["init", "-backend=false", "-input=false"], there);
    if (!said.includes(`v${aws.version}`)) throw new Error(`not with ${aws.version}:\n${said}`);
    await run("terraform", ["validate"], there);
  }

  /**
   * @param change what a person does to the files before; it is undone afterwards. Without one,
   * Terraform also asks the account what is there
   * @param suffix of the environment's names
   */
  async function plan(change?: () => void, suffix = ""): Promise<Plan> {
    change?.();
    const there = stackOf(suffix);
    try {
      await synthesize({ ENVIRONMENT: suffix });
      writeFileSync(join(there, "moto_override.tf.json"), JSON.stringify(ignoreForgotten(there)));
      const flags = ["-input=false", "-lock=false", "-out=plan.bin", `-refresh=${!change}`];
      return readPlan(await terraform(["plan", "-json", ...flags], suffix));
    } finally {
      rmSync(join(there, "moto_override.tf.json"), { force: true });
      copyProject(home);
    }
  }

  return {
    home,
    stack,
    terraform,
    plan,
    validate,
    /** Replaces a text that has to be there in one of the files. */
    edit(file: string, from: string, to: string): void {
      const text = readFileSync(join(home, file), "utf8");
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      writeFileSync(join(home, file), text.replace(from, to));
    },
    /** Undoes every edit. */
    restore: () => copyProject(home),
    /** @returns what it printed */
    npmRun: (command: Command, extra?: Environment, expected?: number[], flags?: string[]) =>
      run("npm", npmArguments(command, flags), surroundings(extra), expected),
    /** Begins a command, to be interrupted. */
    npmStart: (command: Command, extra?: Environment) =>
      start("npm", npmArguments(command), surroundings(extra)),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

const npmArguments = (command: Command, flags: readonly string[] = approved(command)) => [
  "run",
  "-s",
  command,
  "--",
  ...flags,
];

const approved = (command: Command) =>
  command === "deploy" || command === "destroy" ? ["--auto-approve"] : [];

export type Checkout = ReturnType<typeof createCheckout>;

/** @param stack its directory in cdktf.out */
export function ignoreForgotten(stack: string) {
  const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  const ignored = Object.entries(forgotten).map(([type, attributes]) => [
    type,
    Object.fromEntries(
      Object.keys(resource[type] ?? {}).map((name) => [
        name,
        { lifecycle: { ignore_changes: attributes } },
      ]),
    ),
  ]);
  return { resource: Object.fromEntries(ignored) };
}

/** Reads the lines of `terraform plan -json`. */
function readPlan(lines: string): Plan {
  const changes = lines
    .split("\n")
    .filter((line) => line.includes('"type":"planned_change"'))
    .map((line) => JSON.parse(line).change as { action: string; resource: { addr: string } });
  return Object.fromEntries(changes.map(({ action, resource }) => [kindOf(resource.addr), action]));
}

/** `aws_lambda_alias.function_live_DC39DB9F` is `lambda_alias function_live`. */
const kindOf = (address: string) =>
  address
    .replace(/^aws_/, "")
    .replace(".", " ")
    .replace(/_[0-9A-F]{8}$/, "");
