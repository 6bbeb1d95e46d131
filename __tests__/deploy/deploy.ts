/**
 * `npm run test:deploy`: the project's own deploy and destroy, with real Terraform and the real AWS
 * provider, against an emulated account. Every step needs the ones before it.
 */
import assert from "node:assert/strict";
import { connect, inventory } from "../support/deploy/account";
import { type Live, liveTest, provider } from "../support/deploy/live-test";
import { hasCommand } from "../support/deploy/tools";
import { checkDeployed } from "./deployed";
import { environmentSteps } from "./environments";
import { checkGuideCommands } from "./guide-commands";
import { interruptDeploy } from "./interruptions";
import { otherServiceSteps } from "./other-service";
import { redeploymentSteps } from "./redeployments";

liveTest("the life of a deployment", "test:deploy", live);

/** The URL, and the curl line with the quotes of its body as they are. */
const pastable =
  /^The API answers at\nhttps:\S+\/prod\/DynamoDBManager\n\ncurl --aws-sigv4 .* -d '\{"operation".*\}' https:\S+\n$/m;

async function live({ step, endpoint, environment, newCheckout }: Live): Promise<void> {
  const account = connect(endpoint);
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
  await otherServiceSteps(step, newCheckout(), account);
}
