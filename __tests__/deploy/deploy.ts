/**
 * `npm run test:deploy`: the project's own deploy and destroy, with real Terraform and the real AWS
 * provider, against an emulated account. Every step needs the ones before it.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { connect, inventory } from "../support/deploy/account";
import { type Checkout, createCheckout } from "../support/deploy/checkout";
import { startEmulator, testedRuntime } from "../support/deploy/emulator";
import { killAll } from "../support/deploy/processes";
import type { Step } from "../support/deploy/step";
import { findProviderMirror, hasCommand, missingCommand } from "../support/deploy/tools";
import { checkDeployed } from "./deployed";
import { environmentSteps } from "./environments";
import { checkGuideCommands } from "./guide-commands";
import { interruptDeploy, killTerraform } from "./interruptions";
import { redeploymentSteps } from "./redeployments";

const missing = missingCommand();
const directory = mkdtempSync(join(tmpdir(), "emulator-"));
const checkouts: Checkout[] = [];

/** What is deployed here, and by what. */
const provider = `AWS provider ${findProviderMirror()?.version ?? "as downloaded"}`;

if (missing === undefined) test(`the life of a deployment: ${testedRuntime}, ${provider}`, live);
else leave(missing);

/** The URL, and the curl line with the quotes of its body as they are. */
const pastable =
  /^The API answers at\nhttps:\S+\/prod\/DynamoDBManager\n\ncurl --aws-sigv4 .* -d '\{"operation".*\}' https:\S+\n$/m;

async function live(t: TestContext): Promise<void> {
  const step = stepsOf(t);
  const { endpoint, environment } = await startEmulator(directory);
  const account = connect(endpoint);
  const newCheckout = () => {
    const checkout = createCheckout(environment);
    checkouts.push(checkout);
    return checkout;
  };
  const checkout = newCheckout();
  const empty = await inventory(account);

  for (const [name, env] of [
    ["", {}],
    ["prod", { ENVIRONMENT: "prod" }],
  ] as const) {
    await step(`terraform validate${name && `, ${name}`}, with the oldest ${provider}`, () =>
      checkout.validate(name, env),
    );
  }
  await step("npm run deploy, killed half way", () =>
    interruptDeploy(checkout, account, "LambdaTable", "SIGKILL"),
  );
  await step("without a terminal and an approval, a deploy says so in one line", async () => {
    const said = await checkout.npmRun("deploy", {}, [1], []);
    assert.match(said, /^There is no terminal .*npm run deploy -- --auto-approve"\.\n$/);
  });
  await step("the next deploy completes it, and prints what can be pasted", async () => {
    const said = await checkout.npmRun("deploy");
    assert.match(said, pastable);
    assert.doesNotMatch(said, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/); // no frames of a spinner
  });
  await step("npm run output prints it again", async () => {
    assert.match(await checkout.npmRun("output"), pastable);
  });
  await step("AWS's APIs show what was described", () => checkDeployed(account, checkout));
  await step("a second plan is empty", async () => assert.deepEqual(await checkout.plan(), {}));
  if (hasCommand("aws")) {
    await step("the guide's AWS CLI commands answer", () => checkGuideCommands(environment));
  } else console.log("# no AWS CLI on this machine: the guide's own commands are left out");
  await redeploymentSteps(step, checkout, newCheckout, account);
  await environmentSteps(step, checkout, account);
  await step("npm run destroy", () => checkout.npmRun("destroy"));
  await step("nothing is left", async () => assert.deepEqual(await inventory(account), empty));
  cleanUp();
}

/** The first step that fails is the last: the others would only fail of it. */
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
    if (failure === undefined) return;
    cleanUp();
    throw new Error(`stopped after "${name}"`);
  };
}

function cleanUp(): void {
  killAll();
  killTerraform(directory);
  for (const checkout of checkouts) checkout.remove();
  rmSync(directory, { recursive: true, force: true });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    cleanUp();
    process.exit(130);
  });
}

/** Nothing is skipped without a word, and nothing at all where somebody counts on it. */
function leave(command: string): void {
  rmSync(directory, { recursive: true });
  const required = process.env["DEPLOY_TEST"] === "required";
  console.log(
    `test:deploy ${required ? "cannot run" : "is skipped"}: ${command} is not on this machine.`,
  );
  process.exitCode = required ? 1 : 0;
}
