/** What a protected environment has besides, and the deploys of it that are refused. */
import assert from "node:assert/strict";
import { GetRestApisCommand, GetStagesCommand } from "@aws-sdk/client-api-gateway";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { type Account, inventory } from "../support/deploy/account";
import type { Checkout } from "../support/deploy/checkout";
import type { Step } from "../support/deploy/live-test";
import { otherAccount } from "../support/deploy/query";

const prod = { ENVIRONMENT: "prod" };

/** Of a deployed prod. */
export async function protectionSteps(
  step: Step,
  checkout: Checkout,
  account: Account,
): Promise<void> {
  const before = await inventory(account);
  const unchanged = async () => assert.deepEqual(await inventory(account), before);
  await step("a second plan of prod is empty", async () =>
    assert.deepEqual(await checkout.plan(undefined, "prod"), {}),
  );
  await step("prod is observed: logs, alarms, a dashboard", () => checkObserved(account));
  for (const [what, environment] of [
    ["another region", async () => ({ AWS_REGION: "eu-west-1" })],
    ["another account", () => otherAccount(account.endpoint)],
  ] as const) {
    await step(`a deploy of prod to ${what} is refused by Terraform's plan`, async () => {
      const said = await checkout.npmRun("deploy", { ...prod, ...(await environment()) }, [1]);
      assert.match(said, /terraform_data\.account_and_region has/);
      assert.match(said, /created in another account or region .* Nothing was changed/);
      await unchanged();
    });
  }
  await step(
    "a deploy of prod without the entry of its table is refused before it begins",
    async () => {
      const renamed = '({ tables: { Renamed: { hashKey: { name: "Id", type: "S" } } } })';
      checkout.edit("main.ts", "({})", renamed);
      const said = await checkout.npmRun("deploy", prod, [1]);
      assert.match(said, /The table LambdaTable-prod is protected, .* Nothing was changed/s);
      await unchanged();
      checkout.restore();
    },
  );
  await step("a deploy of prod with another key of its table is refused by the plan", async () => {
    checkout.edit(
      "main.ts",
      "({})",
      '({ tables: { LambdaTable: { hashKey: { name: "Key", type: "S" } } } })',
    );
    const said = await checkout.npmRun("deploy", prod, [1]);
    assert.match(said, /→ The plan replaces something that is protected, .* Nothing was changed/);
    await unchanged();
    checkout.restore();
  });
  await step(
    "a deploy of prod with another type of a key is refused before it begins",
    async () => {
      checkout.edit(
        "main.ts",
        "({})",
        '({ tables: { LambdaTable: { hashKey: { name: "Id", type: "N" } } } })',
      );
      const plan = await checkout.npmRun("diff", prod);
      assert.match(plan, /→ A deploy is refused\. The hashKey of the table Lamb/);
      const said = await checkout.npmRun("deploy", prod, [1]);
      assert.match(
        said,
        /The hashKey of the table LambdaTable-prod, Id, has the type S, .* Nothing was/s,
      );
      await unchanged();
      checkout.restore();
    },
  );
  await step(
    "a destroy without the deploy that lifts the protection is refused before it begins",
    async () => {
      const said = await checkout.npmRun("destroy", { ...prod, DELETION_PROTECTION: "off" }, [1]);
      assert.match(said, /The table LambdaTable-prod is still protected .* then destroy\./s);
      await unchanged();
    },
  );
  await step("credentials of another account than the setting are refused", async () => {
    checkout.edit("main.ts", "({})", '({ account: "123456789012" })');
    const said = await checkout.npmRun("diff", await otherAccount(account.endpoint), [1]);
    assert.match(said, /setting `account`/);
    checkout.restore();
  });
}

async function checkObserved(account: Account): Promise<void> {
  const { alarms, dashboards } = await inventory(account);
  assert.equal(alarms.length, 9);
  assert.deepEqual(dashboards, ["dynamodb-operations-requests-prod"]);
  const { items } = await account.api.send(new GetRestApisCommand());
  const restApiId = items?.find(({ name }) => name === "DynamoDBOperations-prod")?.id;
  const [stage] = (await account.api.send(new GetStagesCommand({ restApiId }))).item ?? [];
  assert.equal(stage?.tracingEnabled, true);
  const line = JSON.parse(stage?.accessLogSettings?.format ?? "{}");
  assert.equal(line.requestId, "$context.requestId");
  const methods = stage?.methodSettings?.["*/*"];
  assert.deepEqual([methods?.loggingLevel, methods?.metricsEnabled], ["ERROR", true]);
  const { logGroups } = await account.logs.send(new DescribeLogGroupsCommand());
  const kept = Object.fromEntries(
    (logGroups ?? []).map((group) => [group.logGroupName, group.retentionInDays]),
  );
  assert.equal(kept[`API-Gateway-Execution-Logs_${restApiId}/prod`], 365);
  assert.equal(kept["/aws/apigateway/DynamoDBOperations-prod"], 365);
}
