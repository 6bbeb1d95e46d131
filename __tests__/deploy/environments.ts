/** Two environments in one account; the protected one is destroyed only once its protection is removed. */
import assert from "node:assert/strict";
import { type Account, inventory } from "../support/deploy/account";
import type { Checkout } from "../support/deploy/checkout";
import type { Step } from "../support/deploy/live-test";
import { interruptDeploy } from "./interruptions";
import { protectionSteps } from "./protection";

const prod = { ENVIRONMENT: "prod" };
const lifted = { ...prod, DELETION_PROTECTION: "off" };

export async function environmentSteps(
  step: Step,
  checkout: Checkout,
  account: Account,
): Promise<void> {
  const alone = await inventory(account);
  let both: typeof alone;
  await step("an interrupted deploy of prod keeps what it began", async () => {
    await interruptDeploy(checkout, account, "LambdaTable-prod", "SIGINT", prod);
    await checkout.npmRun("deploy", prod);
  });
  await step("prod is deployed beside the default", async () => {
    both = await inventory(account);
    assert.deepEqual(both.tables, ["LambdaTable", "LambdaTable-prod"]);
    assert.deepEqual(both.apis, ["DynamoDBOperations", "DynamoDBOperations-prod"]);
    assert.equal(both.roles.length, 2 * alone.roles.length);
    assert.ok(both.logGroups.includes("/aws/lambda/LambdaFunctionOverHttps-prod"));
  });
  await protectionSteps(step, checkout, account);
  await step("a destroy of prod is refused by the plan, and all is still there", async () => {
    const said = await checkout.npmRun("destroy", prod, [1]);
    assert.match(said, /Error: Instance cannot be destroyed/);
    assert.match(said, /deploy once with DELETION_PROTECTION=off/);
    assert.deepEqual(await inventory(account), both);
  });
  await step(
    "after a deploy without the protection, a destroy removes prod and leaves the default",
    async () => {
      await checkout.npmRun("deploy", lifted);
      await checkout.npmRun("destroy", lifted);
      assert.deepEqual(await inventory(account), alone);
    },
  );
}
