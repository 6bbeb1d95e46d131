/** What `main.ts` starts: the settings become a stack, and the stack Terraform. */
import { Annotations, App } from "cdktf";
import { bundleFunction } from "./function/bundle";
import { expiring } from "./lifetimes";
import { resolveSettings, type SettingsInput } from "./settings/settings";
import { OperationsStack } from "./stack";

/**
 * Writes the Terraform of a service, or says what is wrong and ends the process.
 * @param input what `main.ts` says; the environment's variables fill what it leaves open
 */
export function synthesize(input: SettingsInput): void {
  try {
    const settings = resolveSettings(input, process.env);
    const app = new App();
    const stack = new OperationsStack(app, { settings, code: bundleFunction(process.cwd()) });
    for (const line of expiring(settings.function.runtime, process.versions.node, new Date())) {
      Annotations.of(stack).addWarning(line);
    }
    app.synth();
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}
