/** `npm start`: synthesizes the project and serves it until a signal ends it. */
import { describeServer } from "./banner";
import { readOptions, usage } from "./options";
import { type LocalServer, serve } from "./serve";
import { synthesize } from "./synth";
import { watchProject } from "./watch";

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return console.log(usage);
  const root = process.cwd();
  const since = Date.now();
  const service = await synthesize(root);
  const started = Date.now();
  const server = await serve({ ...options, service, root, environment: process.env });
  stopOnSignal(server);
  const printed = describeServer(server);
  if (options.watch) await watchFrom(printed, { root, since, server });
  console.log(printed);
  console.log(`Started in ${Date.now() - started} ms. Ctrl-C stops it.`);
}

function stopOnSignal(server: LocalServer): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return; // npm forwards a Ctrl-C that the terminal has sent to this process already
    stopping = true;
    const open = server.openRequests();
    if (open > 0) console.log(`Stopping. Requests in flight (${open}) have a second to finish.`);
    await server.close();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());
  if (process.env["npm_lifecycle_event"] === "start") stopWithShell(stop);
}

/** Some shells that npm starts end by a signal to npm without passing it on. The port and the data would stay in use. */
function stopWithShell(stop: () => unknown): void {
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && stop(), 1000).unref();
}

/** Prints the banner again when a change shows in it. */
async function watchFrom(
  banner: string,
  props: { readonly root: string; readonly since: number; readonly server: LocalServer },
): Promise<void> {
  let printed = banner;
  const synthesized = () => {
    const now = describeServer(props.server);
    if (now !== printed) console.log(now);
    printed = now;
  };
  await watchProject({ ...props, synthesized, log: console.error });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
