/** Deploys that are stopped half way: what they began is completed, and the next one finds it in the state. */
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type Account, inventory } from "../support/deploy/account";
import type { Checkout } from "../support/deploy/checkout";
import { hasEnded, kill } from "../support/deploy/processes";

/**
 * Deploys, and sends the signal to everybody in the terminal as soon as the table exists. What was
 * created in those seconds is in Terraform's memory only.
 */
export async function interruptDeploy(
  checkout: Checkout,
  account: Account,
  table: string,
  signal: NodeJS.Signals,
  environment?: Readonly<Record<string, string>>,
): Promise<void> {
  const { child, output } = checkout.npmStart("deploy", environment);
  while (!(await inventory(account)).tables.includes(table)) {
    if (hasEnded(child)) throw new Error(`the deploy ended by itself:\n${output()}`);
    await pause(50);
  }
  kill(child, signal);
  const [code] = await once(child, "close");
  if (code === 0) throw new Error(`the deploy was not interrupted:\n${output()}`);
}
