/** Two environments in one account, and the one that refuses to go. */
import assert from "node:assert/strict";
import { type Account, inventory } from "./account";
import type { Checkout } from "./checkout";
import type { Step } from "./deploy";

const prod = { ENVIRONMENT: "prod" };
const lifted = { ...prod, DELETION_PROTECTION: "off" };

export async function environmentSteps(
  step: Step,
  checkout: Checkout,
  account: Account,
): Promise<void> {
  const alone = await inventory(account);
  let both: typeof alone;
  await step("ENVIRONMENT=prod cdktf deploy stands beside the default", async () => {
    await checkout.cdktf("deploy", prod);
    both = await inventory(account);
    assert.deepEqual(both.tables, ["LambdaTable", "LambdaTable-prod"]);
    assert.deepEqual(both.apis, ["DynamoDBOperations", "DynamoDBOperations-prod"]);
    assert.equal(both.roles.length, 2 * alone.roles.length);
    assert.equal(both.logGroups.length, 2 * alone.logGroups.length);
  });
  await step("a destroy of prod is refused by the plan, and everything stands", async () => {
    await checkout.cdktf("destroy", prod, [1]);
    // The CLI often ends before it has printed what Terraform says.
    const said = await checkout.terraform(["plan", "-destroy", "-lock=false"], "prod", [1]);
    assert.match(said, /Instance cannot be destroyed/);
    assert.deepEqual(await inventory(account), both);
  });
  await step(
    "with the protection lifted by a deploy, prod goes and the default stays",
    async () => {
      await checkout.cdktf("deploy", lifted);
      await checkout.cdktf("destroy", lifted);
      assert.deepEqual(await inventory(account), alone);
    },
  );
}
