/** `npm start`: the synthesized API on this machine, and its end in the opposite order. */
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { printBanner } from "./banner";
import { unpackCode } from "./code";
import { startEngine } from "./engine";
import { createGateway } from "./gateway";
import { listen, stop } from "./listen";
import { type Options, readOptions, usage } from "./options";
import { readService, type Service } from "./service";
import { synthesize } from "./synth";
import { createTables } from "./tables";
import { readTerraform } from "./terraform";
import { startPool } from "./workers";

type Close = () => Promise<unknown> | unknown;

/** What is to be undone, in the order it was done. */
const opened: Close[] = [];

const root = process.cwd();
const host = "127.0.0.1";

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) return console.log(usage);
  const service = readService(readTerraform(synthesize(root)));
  const started = Date.now();

  const endpoint = process.env["AWS_ENDPOINT_URL_DYNAMODB"] ?? (await startOwnEngine(options));
  const environment = localEnvironment(service, endpoint);
  await prepareTables(service, environment);
  const invoke = await startFunctions(service, environment);
  const gateway = createGateway({ service, invoke, log: console.error });
  const port = await listen(gateway, options.port, host).catch(explainPort(options.port));
  opened.push(() => stop(gateway));

  printBanner({ service, options, endpoint, url: `http://${host}:${port}/${service.stage}` });
  console.log(`Started in ${Date.now() - started} ms. Ctrl-C stops it.`);
}

async function startOwnEngine({ memory, reset }: Options): Promise<string> {
  const engine = await startEngine({ directory: memory ? undefined : join(root, ".local"), reset });
  opened.push(engine.close);
  return engine.endpoint;
}

/** What Lambda sets for every function; the caller's own credentials only matter to another engine. */
function localEnvironment({ region }: Service, endpoint: string) {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  const credentials =
    AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY
      ? {
          AWS_ACCESS_KEY_ID,
          AWS_SECRET_ACCESS_KEY,
          ...(AWS_SESSION_TOKEN && { AWS_SESSION_TOKEN }),
        }
      : { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
  return { AWS_REGION: region, AWS_ENDPOINT_URL_DYNAMODB: endpoint, ...credentials };
}

async function prepareTables(service: Service, environment: Record<string, string>) {
  Object.assign(process.env, environment);
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const client = new DynamoDBClient();
  await createTables(client, service.tables);
  client.destroy();
}

/** One pool for each function of the API, whatever the number of routes to it. */
async function startFunctions(service: Service, environment: Record<string, string>) {
  const functions = new Map(service.routes.map((route) => [route.function.name, route.function]));
  const pools = new Map<string, Awaited<ReturnType<typeof startPool>>>();
  for (const [name, lambda] of functions) {
    const code = unpackCode(lambda);
    opened.push(code.remove);
    const pool = await startPool({
      function: lambda,
      module: code.module,
      environment: { ...environment, ...lambda.environment, AWS_LAMBDA_FUNCTION_NAME: name },
      workerFile: join(root, "dist/local/worker.js"),
      log: console.log,
    });
    opened.push(pool.close);
    pools.set(name, pool);
  }
  return (route: Service["routes"][number], event: unknown) => {
    const pool = pools.get(route.function.name) as NonNullable<ReturnType<typeof pools.get>>;
    return pool.invoke(event);
  };
}

function explainPort(port: number) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is in use. Choose another: npm start -- --port ${port + 1}`);
  };
}

async function close(status: number): Promise<never> {
  while (opened.length > 0) await opened.pop()?.();
  process.exit(status);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void close(0));

main().catch((error: Error) => {
  console.error(error.message);
  return close(1);
});
