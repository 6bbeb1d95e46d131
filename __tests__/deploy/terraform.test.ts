/** deploy/terraform.ts, which the CLI starts as its Terraform, with a script in Terraform's place. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CliRun, variables } from "../../deploy/run";

const directory = mkdtempSync(join(tmpdir(), "a terraform "));
const done = join(directory, "done");
const run = new CliRun(directory);
afterEach(() => rmSync(done, { force: true }));
afterAll(() => run.remove());

const wrapper = resolve("dist/tests/deploy/terraform.js");

/** @param script what Terraform does, in the shell's language */
function start(script: string, command = "apply", cwd = process.cwd()): ChildProcess {
  const terraform = join(directory, "terraform.sh");
  writeFileSync(terraform, `#!/bin/sh\n${script}\n`);
  chmodSync(terraform, 0o755);
  return spawn(process.execPath, [wrapper, command], {
    cwd,
    env: { ...process.env, [variables.terraform]: terraform, [variables.run]: directory },
  });
}

async function textOf(child: ChildProcess): Promise<string> {
  const output: Buffer[] = [];
  child.stdout?.on("data", (data) => output.push(data));
  await once(child, "close");
  return Buffer.concat(output).toString();
}

const changing = `echo "aws_x.y: Creating..."; sleep 0.5; echo completed > "${done}"`;

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s while things are created: they are completed",
  async (signal) => {
    const child = start(changing);
    await once(child.stdout as never, "data");
    for (let i = 0; i < 3; i++) child.kill(signal);
    expect(run.running()).toHaveLength(1);
    expect(await once(child, "close")).toStrictEqual([0, null]);
    expect(existsSync(done)).toBe(true);
    expect(run.running()).toStrictEqual([]);
  },
);

test("completes when nobody reads its output any more", async () => {
  const child = start(`${changing}; echo more; echo more >&2`);
  await once(child.stdout as never, "data");
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill("SIGHUP");
  expect(await once(child, "close")).toStrictEqual([0, null]);
  expect(existsSync(done)).toBe(true);
});

test("an interrupt before anything changes ends it", async () => {
  const child = start(`echo "Do you want to perform these actions?"; exec sleep 20`);
  await once(child.stdout as never, "data");
  child.kill("SIGINT");
  expect(await once(child, "close")).toStrictEqual([1, null]);
});

test("what a plan deletes for good is said before the approval", async () => {
  const plan = [
    "  # aws_dynamodb_table.tables_Orders_09FF8AE9 must be replaced",
    "  # aws_dynamodb_table.tables_Half_4 is tainted, so must be replaced",
    "  # aws_dynamodb_table.tables_Asked_6 will be replaced, as requested",
    "  # aws_dynamodb_table.tables_Plain_1 will be updated in-place",
    "  # aws_dynamodb_table.tables_Left_5 will no longer be managed by Terraform, but will not be destroyed",
    "  # aws_cognito_user_pool.users_2 will be destroyed",
    "  # aws_lambda_function.function_3 must be replaced",
    "",
    "\\033[1mPlan:\\033[0m 2 to add, 1 to change, 3 to destroy.",
    "",
    "Saved the plan to: plan",
    "",
    "To perform exactly these actions, run the following command to apply:",
    '    terraform apply "plan"',
    "Do you want to perform these actions?",
  ];
  const text = await textOf(start(`printf '${plan.join("\\n")}\\n'`)); // in one chunk
  const said = [
    "→ This plan deletes aws_dynamodb_table.tables_Orders_09FF8AE9 with all its items.",
    "→ This plan deletes aws_dynamodb_table.tables_Half_4 with all its items.",
    "→ This plan deletes aws_dynamodb_table.tables_Asked_6 with all its items.",
    "→ This plan deletes aws_cognito_user_pool.users_2 with all its users.",
  ];
  expect(text.match(/→.*/g)).toStrictEqual(said);
  expect(text).not.toContain("terraform apply");
  expect(text.indexOf("→")).toBeGreaterThan(text.indexOf("3 to destroy."));
  expect(text.indexOf("Do you want")).toBeGreaterThan(text.lastIndexOf("→"));
});

test("a plan says what a deploy of it would be refused for", async () => {
  const stack = mkdtempSync(join(directory, "stack "));
  const protectedTable = { name: "Gone", deletion_protection_enabled: true };
  const instances = [{ attributes: protectedTable }];
  const state = { resources: [{ type: "aws_dynamodb_table", name: "gone", instances }] };
  writeFileSync(join(stack, "state.json"), JSON.stringify(state));
  const json = { terraform: { required_providers: {} }, resource: {} };
  writeFileSync(join(stack, "cdk.tf.json"), JSON.stringify(json));
  const terraform = '[ "$1" = state ] && exec cat state.json; echo "$1: as planned"';
  expect(await textOf(start(terraform, "plan", stack))).toBe(
    "plan: as planned\n\n→ A deploy is refused. The table Gone is protected, and its entry in `tables` was removed or renamed.\n",
  );
  expect(await textOf(start(terraform, "apply", stack))).toBe("");
  expect(run.failure()).toMatch(/^Error: The table Gone is protected/);
});

test("passes on arguments and exit code, and keeps the output of a failure", async () => {
  const child = start(`echo "$@"; echo "Error: no" >&2; exit 3`);
  expect(await once(child, "close")).toStrictEqual([3, null]);
  expect(run.failure()).toMatch(/apply\n.*Error: no\n/s);
});
