/** Starts engine, tables, functions and gateway in this order, and stops them in the opposite order. */
import { join } from "node:path";
import { type Credentials, readCredentials } from "./auth/credentials";
import { refuseForeign } from "./browsers";
import { connect } from "./engine/connect";
import { startEngine } from "./engine/engine";
import { createTables } from "./engine/tables";
import { createFront } from "./gateway/front";
import { listen, stop } from "./listen";
import type { Options } from "./options";
import { createRequestLog, wantsColour } from "./requests";
import { startRollout } from "./rollout";
import type { Service } from "./service/service";

interface ServeProps extends Omit<Options, "watch"> {
  readonly service: Service;
  /** The project's directory. */
  readonly root: string;
  /** The process's environment, which may set the engine's endpoint and credentials. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface LocalServer {
  /** Of the stage. */
  readonly url: string;
  /** The engine's name, address and place of data, for the banner. */
  readonly engine: string;
  /** The credentials that requests must be signed with; absent without --auth. */
  readonly signer?: Credentials;
  /** Of the version that answers now. */
  readonly service: () => Service;
  /**
   * Puts a later version of the service in the place of the current one. Requests in flight are answered by the
   * version that got them.
   * @throws Error when it cannot run; then the current one goes on
   */
  readonly put: (service: Service) => Promise<void>;
  /** How many requests have no answer yet. */
  readonly openRequests: () => number;
  readonly close: () => Promise<void>;
}

type Opened = (() => unknown)[];

/** @throws Error that says what to do; everything that was opened is closed again */
export async function serve(props: ServeProps): Promise<LocalServer> {
  const opened: Opened = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= closeAll(opened);
    return closing;
  };
  try {
    return Object.assign(await open(props, opened), { close });
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.reverse()) await close();
}

async function open(props: ServeProps, opened: Opened) {
  const credentials = readCredentials(props.environment);
  const signer = props.auth ? credentials : undefined;
  const engine = await findEngine(props, opened);
  const environment = lambdaEnvironment(props.service, credentials, engine.endpoint);
  await prepareTables(props.service, environment);
  const colour = wantsColour(process.stdout, props.environment);
  const { verbose, root } = props;
  const { watch, ...log } = createRequestLog({ verbose, colour, print: console.log });
  const rolloutProps = { root, environment, credentials: signer, ...log };
  const rollout = await startRollout(props.service, rolloutProps);
  opened.push(rollout.close);
  const { service } = rollout;
  const server = createFront(rollout);
  watch(server);
  // A later version may allow another origin.
  const allowed = { ownPages: true, origin: () => allowedOrigin(service()) };
  refuseForeign(server, allowed, console.error);
  const port = await listen(server, props.port, "127.0.0.1").catch(explainPort(props.port));
  opened.push(() => stop(server));
  return {
    get url() {
      return `http://127.0.0.1:${port}/${service().stage}`;
    },
    engine: engine.name,
    signer,
    service,
    openRequests: rollout.openRequests,
    async put(next: Service) {
      await prepareTables(next, environment);
      await rollout.put(next);
    },
  };
}

/** The origin that the synthesized CORS headers name. */
const allowedOrigin = ({ gatewayResponses }: Service) =>
  gatewayResponses.get("DEFAULT_4XX")?.headers["access-control-allow-origin"];

/** The engine that the environment names, or the embedded one. */
async function findEngine({ memory, reset, root, environment }: ServeProps, opened: Opened) {
  const named = environment["AWS_ENDPOINT_URL_DYNAMODB"];
  if (named && (memory || reset)) {
    throw new Error(
      "--memory and --reset are for the embedded engine, but AWS_ENDPOINT_URL_DYNAMODB names another.",
    );
  }
  if (named) return { endpoint: named, name: named };
  const directory = memory ? undefined : join(root, ".local");
  const threadFile = join(root, "dist/local/engine/engine-thread.js");
  const { endpoint, close } = await startEngine({ directory, reset, threadFile });
  opened.push(close);
  return { endpoint, name: `dynalite at ${endpoint}, ${memory ? "in memory" : "data in .local/"}` };
}

/** Lambda sets these for every function. The embedded engine does not check credentials. */
function lambdaEnvironment(service: Service, credentials: Credentials, endpoint: string) {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    AWS_REGION: service.region,
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
  };
}

type LambdaEnvironment = ReturnType<typeof lambdaEnvironment>;

async function prepareTables(service: Service, environment: LambdaEnvironment): Promise<void> {
  const endpoint = environment.AWS_ENDPOINT_URL_DYNAMODB;
  const client = connect(environment);
  await createTables(client, service.tables).catch(explainEndpoint(endpoint));
  client.destroy();
}

function explainEndpoint(endpoint: string) {
  return (error: NodeJS.ErrnoException): never => {
    if (!["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(error.code ?? "")) throw error;
    throw new Error(
      `No DynamoDB answers at ${endpoint}, which AWS_ENDPOINT_URL_DYNAMODB names. ` +
        "Start it, or unset the variable to use the embedded engine.",
    );
  };
}

function explainPort(port: number) {
  return (error: NodeJS.ErrnoException): never => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is in use. Choose another: npm start -- --port ${port + 1}`);
  };
}
