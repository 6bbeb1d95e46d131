#!/usr/bin/env node
/**
 * The cdktf CLI runs this program instead of Terraform. When the CLI is stopped or killed, Terraform
 * gets an interrupt or a hang-up. It would then abandon resources that AWS is creating: they are
 * missing in the state, and the next deploy fails with "already exists". So Terraform gets a separate
 * session, and no signal is passed on once it has begun to change resources.
 *
 * What else has to happen at a start or end of Terraform is called from here.
 */
import { spawn, spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { announceLosses } from "./losses";
import { refusalsOf } from "./refusals";
import { CliRun, variables } from "./run";
import { bringLock, keepLock, protectState, readStack } from "./stack-directory";

const run = new CliRun(process.env[variables.run]);
const stack = process.cwd();
const [command] = process.argv.slice(2);
if (command === "init") bringLock(stack);
else process.umask(0o077); // for the state; an init also writes what users may share, a cache of plugins
const terraform = process.env[variables.terraform] ?? "terraform";
if (command === "apply" || command === "destroy") refuse(command);
const child = spawn(terraform, process.argv.slice(2), {
  stdio: ["inherit", "pipe", "pipe"],
  detached: true,
});
const pid = child.pid ?? process.pid;
const output: Buffer[] = [];

const changing = /: (Creating|Modifying|Destroying)\.\.\./;
let isChanging = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => isChanging || child.kill("SIGINT"));
}

for (const [from, to] of [
  [child.stdout, process.stdout],
  [child.stderr, process.stderr],
] as const) {
  to.on("error", () => undefined); // The reader has ended; Terraform must continue.
  from.on("data", (data: Buffer) => {
    output.push(data);
    const latest = output.slice(-2); // a line may come in two chunks
    isChanging ||= changing.test(stripVTControlCharacters(Buffer.concat(latest).toString()));
    to.write(shown(data));
  });
}

run.began(pid);
child.on("error", (error) => output.push(Buffer.from(error.message)));
child.on("close", (code) => {
  if (code === 0) keepLock(stack);
  protectState(stack);
  if (code === 0 && command === "plan") {
    for (const one of refusals("apply")) process.stdout.write(`\n→ A deploy is refused. ${one}\n`);
  }
  run.ended(pid, code === 0 ? undefined : Buffer.concat(output).toString());
  process.exit(code !== null && code >= 0 ? code : 1);
});

/** The plan is applied by the npm scripts, and not as Terraform says, past what they check. */
const advert = /^.*Saved the plan to: .*\n+To perform exactly .*\n+.*terraform apply .*\n/m;

function shown(data: Buffer): Buffer | string {
  if (!/Plan:|Saved the plan to:/.test(data.toString())) return data;
  const before = Buffer.concat(output.slice(0, -1)).toString();
  return announceLosses(data.toString(), before).replace(advert, ""); // both may come at once
}

/** Ends here if Terraform must not begin. */
function refuse(what: "apply" | "destroy"): void {
  const all = refusals(what);
  if (all.length === 0) return;
  run.ended(process.pid, all.map((one) => `Error: ${one}`).join("\n"));
  process.exit(1);
}

/** Empty without a state: Terraform says what is wrong. */
function refusals(what: "apply" | "destroy"): string[] {
  const json = readStack(stack);
  if (json === undefined) return [];
  const options = { encoding: "utf8", maxBuffer: Number.POSITIVE_INFINITY } as const;
  const { stdout, status } = spawnSync(terraform, ["state", "pull"], options);
  return status !== 0 || stdout.trim() === "" ? [] : refusalsOf(what, JSON.parse(stdout), json);
}
