/** The app: settings in, Terraform out. Change the service here. */
import { App } from "cdktf";
import { bundleFunction } from "./infra/bundle";
import { resolveSettings, settingsFromEnvironment } from "./infra/settings";
import { OperationsStack } from "./infra/stack";

try {
  const app = new App();
  new OperationsStack(app, "dynamodb-operations", {
    settings: resolveSettings(settingsFromEnvironment(process.env)),
    code: bundleFunction(process.cwd()),
  });
  app.synth();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
