/** The exit codes and the lines of `npm run drift`, with a script in Terraform's place; test:deploy has the real one. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProject } from "../support/copy-project";
import { until } from "../support/local/local-server";

const home = mkdtempSync(join(tmpdir(), "a drift "));
const file = join(home, "terraform.sh");
beforeAll(() => copyProject(home));
afterAll(() => rmSync(home, { recursive: true }));

/**
 * @param plan what Terraform shows, or its error
 * @param planning what it does to plan, in the shell's language
 */
function prepare(plan: object | string, planning = `echo "$@" > "${home}/asked"`) {
  writeFileSync(join(home, "plan.json"), JSON.stringify(plan));
  const init = typeof plan === "string" ? `echo '${plan}' >&2; exit 1` : "true";
  const script = `case "$1" in
    version) echo '{ "terraform_version": "1.11.4" }' ;;
    init) ${init} ;;
    plan) ${planning} ;;
    show) cat "${home}/plan.json" ;;
  esac`;
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return { ...process.env, TERRAFORM_BINARY_NAME: file };
}

function drift(...args: Parameters<typeof prepare>) {
  const env = prepare(...args);
  return spawnSync("npm", ["run", "-s", "drift"], { cwd: home, env, encoding: "utf8" });
}

function planOf(
  ...changes: readonly (readonly [type: string, before: object, after: object | null])[]
) {
  const stack = join(home, "cdktf.out/stacks/dynamodb-operations/cdk.tf.json");
  drift({}); // which synthesizes
  const { resource } = JSON.parse(readFileSync(stack, "utf8"));
  return {
    prior_state: { values: { root_module: {} } },
    resource_drift: changes.map(([type, before, after]) => {
      const [name = ""] = Object.keys(resource[type]);
      return { address: `${type}.${name}`, type, name, change: { before, after } };
    }),
  };
}

test("no drift is 0, also where AWS writes JSON, or nothing, in another way, or sets what is not configured", () => {
  const plan = planOf(
    ["aws_api_gateway_model", { schema: '{ "a": 1, "b": {} }' }, { schema: '{"b":{},"a":1}' }],
    ["aws_iam_role", { inline_policy: [] }, { inline_policy: ["of another resource"] }],
    ["aws_dynamodb_table", { attribute: [] }, { attribute: null }],
    [
      "aws_lambda_function",
      { environment: [{ variables: { A: "1" }, period: null, dimensions: null, on: null }] },
      { environment: [{ variables: { A: "1" }, period: 0, dimensions: {}, on: false }] },
    ],
  );
  expect(drift(plan)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^No drift: .*\n$/),
  });
  expect(readFileSync(join(home, "asked"), "utf8")).toMatch(/^plan -refresh-only /);
});

test("drift is 2, with a line for each resource: what differs, without its values", () => {
  const plan = planOf(
    ["aws_lambda_function", { timeout: 10, memory_size: 512 }, { timeout: 20, memory_size: 1024 }],
    ["aws_dynamodb_table", { tags_all: { a: "b" } }, { tags_all: { a: "secret" } }],
    ["aws_iam_role_policy", { policy: '{"a":[1,2]}' }, { policy: '{"a":[1]}' }],
    ["aws_lambda_alias", { name: "live" }, null],
  );
  const { status, stdout } = drift(plan);
  expect([status, stdout.split("\n")]).toStrictEqual([
    2,
    [
      expect.stringMatching(/^aws_lambda_function\.\S+: memory_size, timeout$/),
      expect.stringMatching(/^aws_dynamodb_table\.\S+: tags_all$/),
      expect.stringMatching(/^aws_iam_role_policy\.\S+: policy$/),
      expect.stringMatching(/^aws_lambda_alias\.\S+: it was deleted$/),
      "",
    ],
  ]);
});

test.each<[object | string, RegExp]>([
  [
    "Error: No valid credential sources found",
    /^Error: No valid.*\n\n→ There are no AWS credentials/,
  ],
  [{ prior_state: {} }, /^Terraform's state has no resources: nothing is deployed/],
])("%j is an error, 1", (plan, message) => {
  expect(drift(plan)).toMatchObject({ status: 1, stderr: expect.stringMatching(message) });
});

test("of a plan that fails, what it has shown is not printed", () => {
  const { status, stdout, stderr } = drift({}, "echo secret; exit 1");
  expect([status, stdout]).toStrictEqual([1, ""]);
  expect(stderr).toMatch(/terraform\.sh plan ended with 1\.\n$/);
});

test("stopped while Terraform plans, it leaves no plan", async () => {
  const temporary = join(home, "temporary");
  mkdirSync(temporary);
  const env = prepare({}, `touch "${home}/planning"; exec sleep 1000`);
  const child = spawn(process.execPath, ["launch.mjs", "deploy/drift.ts"], {
    cwd: home,
    env: { ...env, TMPDIR: temporary },
    stdio: "ignore",
  });
  await until(() => existsSync(join(home, "planning")));
  const left = () => readdirSync(temporary).filter((name) => name.startsWith("drift-"));
  expect(left()).toHaveLength(1);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toStrictEqual([1, null]);
  expect(left()).toStrictEqual([]);
});
