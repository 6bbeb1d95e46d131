/** The app: settings in, Terraform out. Change the service here. */
import { Annotations, App } from "cdktf";
import { bundleFunction } from "./infra/bundle";
import { expiring } from "./infra/lifetimes";
import { resolveSettings, settingsFromEnvironment } from "./infra/settings";
import { OperationsStack } from "./infra/stack";

try {
  const app = new App();
  const settings = resolveSettings(settingsFromEnvironment(process.env));
  const stack = new OperationsStack(app, "dynamodb-operations", {
    settings,
    code: bundleFunction(process.cwd()),
  });
  for (const line of expiring(settings.function.runtime, process.versions.node, new Date())) {
    Annotations.of(stack).addWarning(line);
  }
  app.synth();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
