/** The program of `main.ts`: settings to stack, stack to Terraform JSON and the API's document. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Annotations, App } from "cdktf";
import { bundleFunction } from "./function/bundle";
import { expiring } from "./lifetimes";
import { describeApi } from "./openapi/document";
import { resolveSettings, type Settings, type SettingsInput } from "./settings/settings";
import { OperationsStack } from "./stack";

/**
 * Writes the Terraform JSON of a service, or prints what is wrong and ends the process.
 * @param input from `main.ts`; environment variables fill what it leaves out
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
    writeDocument(settings, join(app.outdir, app.manifest.forStack(stack).workingDirectory));
  } catch (error) {
    console.error(reasonOf(error as Error));
    process.exit(1);
  }
}

/** What is refused says what to do. Another class, such as a TypeError, is a fault of the code: its frames say where. */
const reasonOf = (error: Error) => (error.constructor === Error ? error.message : error.stack);

/** Beside `cdk.tf.json`, which describes the same API to Terraform. */
function writeDocument(settings: Settings, directory: string): void {
  const document = JSON.stringify(describeApi(settings, process.cwd()), null, 2);
  writeFileSync(join(directory, "openapi.json"), `${document}\n`);
}
