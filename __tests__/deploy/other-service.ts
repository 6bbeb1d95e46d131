/** The service of docs/make-it-yours.md, deployed alone in the account. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Account, inventory } from "../support/deploy/account";
import type { Checkout } from "../support/deploy/checkout";
import type { Step } from "../support/deploy/live-test";
import { ofTheExample, programOf, settingsOf } from "../support/other-service";

export async function otherServiceSteps(
  step: Step,
  checkout: Checkout,
  account: Account,
): Promise<void> {
  const empty = await inventory(account);
  await step(
    "another service is deployed, and nothing in the account has a name of the example",
    async () => {
      const section = ["make-it-yours", "1. Describe the service"] as const;
      const { api, tables } = settingsOf(...section);
      writeFileSync(join(checkout.home, "main.ts"), programOf(...section));
      const printed = await checkout.npmRun("deploy");
      assert.match(printed, new RegExp(`https:\\S+/${api.stage}/${api.resource}\n`));
      const there = await inventory(account);
      assert.deepEqual(there.tables, Object.keys(tables).sort());
      assert.doesNotMatch(JSON.stringify(there), ofTheExample);
    },
  );
  await step("its destroy leaves nothing", async () => {
    await checkout.npmRun("destroy");
    assert.deepEqual(await inventory(account), empty);
  });
}
