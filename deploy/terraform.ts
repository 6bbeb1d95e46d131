#!/usr/bin/env node
/**
 * What the cdktf CLI runs in place of Terraform. When the CLI is stopped or dies, it interrupts or
 * hangs up on Terraform, which then abandons the resources that AWS is just creating: they are not
 * in its state, and the next deploy finds them in the way. So Terraform gets a session of its own,
 * and once it changes things it is left to complete them.
 */
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { CliRun, variables } from "./run";

const run = new CliRun(process.env[variables.run]);
const child = spawn(process.env[variables.terraform] ?? "terraform", process.argv.slice(2), {
  stdio: ["inherit", "pipe", "pipe"],
  detached: true,
});
const pid = child.pid ?? process.pid;
const said: Buffer[] = [];

const changing = /: (Creating|Modifying|Destroying)\.\.\./;
let changes = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => changes || child.kill("SIGINT"));
}

for (const [from, to] of [
  [child.stdout, process.stdout],
  [child.stderr, process.stderr],
] as const) {
  to.on("error", () => undefined); // The listener is gone; Terraform has to go on.
  from.on("data", (data: Buffer) => {
    said.push(data);
    changes ||= changing.test(stripVTControlCharacters(Buffer.concat(said.slice(-2)).toString()));
    to.write(data);
  });
}

run.began(pid);
child.on("error", (error) => said.push(Buffer.from(error.message)));
child.on("close", (code) => {
  run.ended(pid, code === 0 ? undefined : Buffer.concat(said).toString());
  process.exit(code !== null && code >= 0 ? code : 1);
});
