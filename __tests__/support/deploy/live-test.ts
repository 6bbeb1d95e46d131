/** A test of the project's own commands against an emulated account. Every step needs the ones before it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Checkout, createCheckout } from "./checkout";
import { startEmulator, testedRuntime } from "./emulator";
import { killAll, killTerraform } from "./processes";
import { findProviderMirror, missingCommand } from "./tools";

/** The AWS provider that Terraform uses. */
export const provider = `AWS provider ${findProviderMirror()?.version ?? "as downloaded"}`;

/** Runs a named part of a test whose parts need each other; the first one that fails ends the test. */
export type Step = (name: string, work: () => Promise<unknown>) => Promise<void>;

export interface Live {
  readonly step: Step;
  readonly endpoint: string;
  /** Sends Terraform, the AWS CLI and the SDK to the account. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly newCheckout: () => Checkout;
}

/** Without Terraform or the emulator, it says so, and fails where DEPLOY_TEST is "required". */
export function liveTest(name: string, script: string, work: (live: Live) => Promise<void>): void {
  const missing = missingCommand();
  if (missing === undefined) run(name, work);
  else leave(missing, script);
}

function run(name: string, work: (live: Live) => Promise<void>): void {
  const directory = mkdtempSync(join(tmpdir(), "emulator-"));
  const checkouts: Checkout[] = [];
  const cleanUp = () => {
    killAll();
    killTerraform(directory);
    for (const checkout of checkouts) checkout.remove();
    rmSync(directory, { recursive: true, force: true });
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      cleanUp();
      process.exit(130);
    });
  }
  test(`${name}: ${testedRuntime}, ${provider}`, async (t) => {
    const { endpoint, environment } = await startEmulator(directory);
    const newCheckout = () => {
      const checkout = createCheckout(environment);
      checkouts.push(checkout);
      return checkout;
    };
    try {
      await work({ step: stepsOf(t), endpoint, environment, newCheckout });
    } finally {
      cleanUp();
    }
  });
}

function stepsOf(t: TestContext): Step {
  return async (name, work) => {
    let failure: unknown;
    await t.test(name, async () => {
      try {
        await work();
      } catch (error) {
        failure = error;
        throw error;
      }
    });
    if (failure !== undefined) throw new Error(`stopped after "${name}"`);
  };
}

function leave(command: string, script: string): void {
  const required = process.env["DEPLOY_TEST"] === "required";
  const what = required ? "cannot run" : "is skipped";
  console.log(`${script} ${what}: ${command} is not on this machine.`);
  process.exitCode = required ? 1 : 0;
}
