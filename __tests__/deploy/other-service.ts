/** The service of docs/make-it-yours.md, deployed beside nothing else. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, inventory } from "../support/deploy/account";
import type { Checkout } from "../support/deploy/checkout";
import type { Step } from "../support/deploy/step";
import { ofTheExample, programOf } from "../support/other-service";

export async function otherServiceSteps(
  step: Step,
  checkout: Checkout,
  account: Account,
): Promise<void> {
  const empty = await inventory(account);
  await step(
    "another service is deployed, and nothing in the account has a name of the example",
    async () => {
      writeFileSync(
        join(checkout.home, "main.ts"),
        programOf("make-it-yours", "1. Describe the service"),
      );
      assert.match(await checkout.npmRun("deploy"), /https:\S+\/v1\/shop\n/);
      const names = JSON.stringify(await inventory(account));
      assert.match(names, /"Orders"/);
      assert.doesNotMatch(names, ofTheExample);
    },
  );
  await step("its destroy leaves nothing", async () => {
    await checkout.npmRun("destroy");
    assert.deepEqual(await inventory(account), empty);
  });
}
