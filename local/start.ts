/** `npm start`: synthesizes the project and serves it until a signal ends it. */
import { printBanner } from "./banner";
import { readOptions, usage } from "./options";
import { serve } from "./serve";
import { readService } from "./service/service";
import { readTerraform } from "./service/terraform";
import { synthesize } from "./synth";

// Node 20 is supported here, so the SDK's warning about it is hidden.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return console.log(usage);
  const root = process.cwd();
  const service = readService(readTerraform(synthesize(root)));
  const started = Date.now();
  const server = await serve({ ...options, service, root, environment: process.env });
  // Not `once`: npm forwards a Ctrl-C that the terminal has sent to this process already.
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => void server.close().then(() => process.exit(0)));
  }
  printBanner(service, server);
  console.log(`Started in ${Date.now() - started} ms. Ctrl-C stops it.`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
