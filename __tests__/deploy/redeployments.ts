/** Which edit deploys what: a new deployment of the API, a new version of the function, or nothing. */
import assert from "node:assert/strict";
import { cpSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { GetDeploymentsCommand, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import type { Account } from "../support/deploy/account";
import type { Checkout, Plan } from "../support/deploy/checkout";
import type { Step } from "../support/deploy/live-test";

type Edit = readonly [file: string, from: string, to: string];

const withSettings = (settings: string): Edit => ["main.ts", "({})", `({ ${settings} })`];
const addedMethod: Edit = [
  "infra/api/definition.ts",
  "    this.addGatewayResponses();",
  `    this.method("get", this.api.rootResourceId, { method: "GET", path: "/" });
    this.addGatewayResponses();`,
];

const newDeployment = { "api_gateway_deployment api_deployment": "replace" };
const newVersion = {
  "lambda_function function": "update",
  "lambda_alias function_live": "update",
};

/** What has to be in the plan; a new deployment is in it exactly when it is named here. */
const cases: readonly (readonly [string, Edit, Plan])[] = [
  ["a method is added", addedMethod, newDeployment],
  ["the authorization changes", withSettings('api: { auth: "none" }'), newDeployment],
  ["the model changes", ["functions/operations.ts", "  ping: {", "  pong: {"], newDeployment],
  [
    "the integration waits longer",
    withSettings("api: { integrationTimeout: 16_000 }"),
    newDeployment,
  ],
  [
    "a gateway response changes",
    ["infra/api/gateway-responses.ts", "The request was refused", "The request is refused"],
    newDeployment,
  ],
  ["the function is renamed", withSettings('function: { name: "Renamed" }'), newDeployment],
  ["the memory changes", withSettings("function: { memorySize: 1024 }"), newVersion],
  [
    "an environment variable is added",
    ["infra/function/environment.ts", "    TABLES: ", '    MORE: "1", TABLES: '],
    newVersion,
  ],
  ["one byte of the code changes", ["functions/operations.ts", '"pong"', '"Pong"'], newVersion],
];

/** The rows of the table in docs/settings.md, "Changes that delete items". */
const tableChanges = [
  ["its hash key has another name", '{ hashKey: { name: "Key", type: "S" } }', "replace"],
  [
    "it gets a sort key and a local index",
    '{ hashKey: { name: "Id", type: "S" }, sortKey: { name: "time", type: "N" }, localIndexes: { byTotal: { name: "total", type: "N" } } }',
    "replace",
  ],
  [
    "it gets a global index",
    '{ hashKey: { name: "Id", type: "S" }, globalIndexes: { byState: { hashKey: { name: "state", type: "S" } } } }',
    "update",
  ],
  [
    "it gets a time to live",
    '{ hashKey: { name: "Id", type: "S" }, ttlAttribute: "end" }',
    "update",
  ],
] as const;

export async function redeploymentSteps(
  step: Step,
  checkout: Checkout,
  newCheckout: () => Checkout,
  account: Account,
): Promise<void> {
  for (const [name, edit, expected] of cases) {
    await step(`when ${name}: ${Object.keys(expected).join(", ")}`, async () => {
      const plan = await checkout.plan(() => checkout.edit(...edit));
      if (expected === newVersion) return assert.deepEqual(plan, newVersion);
      assert.deepEqual({ ...plan, ...expected }, plan);
    });
  }
  for (const [name, tables, what] of tableChanges) {
    await step(`when ${name}, the plan would ${what} the table`, async () => {
      const edit = withSettings(`tables: { LambdaTable: ${tables} }`);
      const plan = await checkout.plan(() => checkout.edit(...edit));
      assert.equal(plan["dynamodb_table tables_LambdaTable"], what);
    });
  }
  await step("npm run diff says which items a plan deletes", async () => {
    const [, tables] = tableChanges[0];
    checkout.edit(...withSettings(`tables: { LambdaTable: ${tables} }`));
    const said = await checkout.npmRun("diff");
    assert.match(
      said,
      /→ This plan deletes aws_dynamodb_table\.\S+ \(tables\/LambdaTable\) with all its items\./,
    );
    assert.doesNotMatch(said, /terraform apply/);
    checkout.restore();
    assert.doesNotMatch(await checkout.npmRun("diff"), /→/);
  });
  await step("when every file is touched: nothing", async () => {
    assert.deepEqual(await checkout.plan(() => touchAll(checkout.home)), {});
  });
  await step("from another checkout: nothing", async () => {
    const other = newCheckout();
    const state = "terraform.dynamodb-operations.tfstate";
    cpSync(join(checkout.home, state), join(other.home, state));
    const workingDirectory = join(checkout.stack, ".terraform");
    cpSync(workingDirectory, join(other.stack, ".terraform"), { recursive: true });
    cpSync(join(checkout.stack, lockFile), join(other.stack, lockFile));
    assert.deepEqual(await other.plan(), {});
  });
  await step("an added method is applied: the new deployment comes before the old one goes", () =>
    applyAddedMethod(checkout, account),
  );
}

const lockFile = ".terraform.lock.hcl";

async function applyAddedMethod(checkout: Checkout, { api }: Account): Promise<void> {
  const deployments = async () => {
    const [rest] = (await api.send(new GetRestApisCommand())).items ?? [];
    const found = await api.send(new GetDeploymentsCommand({ restApiId: rest?.id }));
    return (found.items ?? []).map(({ id }) => id);
  };
  const before = await deployments();
  await checkout.plan(() => checkout.edit(...addedMethod));
  const output = await checkout.terraform(["apply", "-input=false", "plan.bin"]);
  const lines = output.split("\n").filter((line) => /^aws_api_gateway_deployment/.test(line));
  const created = lines.findIndex((line) => line.includes("Creation complete"));
  const destroyed = lines.findIndex((line) => line.includes("Destroying"));
  assert.ok(created >= 0 && created < destroyed, lines.join("\n"));
  const after = await deployments();
  assert.deepEqual([before.length, after.length], [1, 1]);
  assert.notDeepEqual(after, before);
}

/** Dates every TypeScript file to the day after tomorrow. */
function touchAll(directory: string): void {
  const later = new Date(Date.now() + 2 * 86_400_000);
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && entry.name.endsWith(".ts")) {
      utimesSync(join(entry.parentPath ?? entry.path, entry.name), later, later);
    }
  }
}
