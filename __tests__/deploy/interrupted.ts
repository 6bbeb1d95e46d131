/**
 * A deploy that is told to end, with everything it started, while Terraform is creating things: a
 * cancelled CI job. (After SIGKILL Terraform may have made a thing and not noted it; the README says
 * what helps then.)
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type Account, inventory } from "./account";
import type { Checkout } from "./checkout";
import { kill, start } from "./processes";

export async function checkInterruptedApply(checkout: Checkout, account: Account): Promise<void> {
  const { child, output } = start("node_modules/.bin/cdktf", ["deploy", "--auto-approve"], {
    cwd: checkout.home,
    env: checkout.environment,
  });
  const closed = once(child, "close");
  while (!/Creation complete/.test(output()) && child.exitCode === null) {
    await Promise.race([once(child.stdout, "data"), closed]);
  }
  kill(child, "SIGTERM");
  await closed;
  const half = await inventory(account);
  assert.ok(half.roles.length + half.tables.length + half.apis.length > 0, output());

  await checkout.cdktf("deploy");
  const whole = await inventory(account);
  assert.deepEqual(whole.tables, ["LambdaTable"]);
  assert.deepEqual(whole.apis, ["DynamoDBOperations"]);
  assert.deepEqual(await checkout.plan(), {});
  await checkout.cdktf("destroy");
}
