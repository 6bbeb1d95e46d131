/** Starts engine, tables, functions and gateway in this order, and stops them in the opposite order. */
import type { Server } from "node:http";
import { resolve } from "node:path";
import { type Credentials, readCredentials } from "./auth/credentials";
import { isLoopback, refuseForeign, urlOf } from "./browsers";
import { connect } from "./engine/connect";
import { findEngine } from "./engine/find-engine";
import { plantSeed } from "./engine/seed";
import { readSeed, type Seed } from "./engine/seed-file";
import { createTables, deleteTable, physicalNameOf } from "./engine/tables";
import { createFront } from "./gateway/front";
import { explainAddress, listen, stop } from "./listen";
import type { Options } from "./options";
import { createRequestLog, wantsColour } from "./requests";
import { type Rollout, startRollout } from "./rollout";
import type { Route, Service } from "./service/service";

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
  readonly put: Rollout["put"];
  /** Makes the next `put` faster, if it has other code and is the same otherwise. */
  readonly prepare: () => void;
  /** How many requests have no answer yet. */
  readonly openRequests: () => number;
  readonly close: () => Promise<void>;
}

/** console.log does the same, and takes three times as long. */
const print = (text: string) => process.stdout.write(`${text}\n`);

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
  const { seed, reset } = readNames(props);
  const credentials = readCredentials(props.environment);
  const signer = props.auth ? credentials : undefined;
  const engine = await findEngine(props);
  opened.push(engine.close);
  const environment = lambdaEnvironment(props.service, credentials, engine.endpoint);
  await prepareTables(props.service, environment, reset);
  const colour = wantsColour(process.stdout, props.environment);
  const { verbose, root } = props;
  const { watch, ...log } = createRequestLog({ verbose, colour, print });
  const prepareLater = (next: Service) => prepareTables(next, environment);
  const rolloutProps = { root, environment, verbose, credentials: signer, prepareLater, ...log };
  const rollout = await startRollout(props.service, rolloutProps);
  opened.push(rollout.close);
  if (seed) await plant(seed, props.service, rollout);
  const { service } = rollout;
  const server = createFront(rollout);
  watch(server);
  const url = await openServer(server, props, service, opened);
  return {
    get url() {
      return `${url}/${service().stage}`;
    },
    engine: engine.name,
    signer,
    service,
    openRequests: rollout.openRequests,
    prepare: rollout.prepare,
    put: rollout.put,
  };
}

/** What the flags name, before anything is opened. */
function readNames({ seed, reset, service, root, environment }: ServeProps) {
  const { tableNames } = service;
  // npm runs in the project's directory, and has the shell's in a variable.
  const path = seed && resolve(environment["INIT_CWD"] ?? root, seed);
  return {
    seed: path ? readSeed(path, tableNames) : undefined,
    reset: typeof reset === "string" ? physicalNameOf(reset, tableNames, "--reset") : undefined,
  };
}

async function plant(seed: Seed, { routes }: Service, { invoke }: Rollout): Promise<void> {
  const route = routes.find(({ method }) => method === "POST") as Route;
  const write = (event: unknown) => invoke(route.function, event);
  await plantSeed({ seed, path: route.path, invoke: write, log: console.log });
}

/** @returns its URL */
async function openServer(
  server: Server,
  { host, auth, port: wanted }: ServeProps,
  service: () => Service,
  opened: Opened,
): Promise<string> {
  // A later version may allow another origin.
  const origin = () => allowedOrigin(service());
  refuseForeign(server, { origin, ownPages: true, host }, console.error);
  const failed = explainAddress("port", wanted, host);
  const port = await listen(server, wanted, host).catch(failed);
  opened.push(() => stop(server));
  if (!isLoopback(host)) {
    const who = auth ? "if they know its credentials" : "and --auth is off";
    console.error(`Warning: with --host ${host}, others can call this server, ${who}.`);
  }
  return urlOf(host, port);
}

/** The origin that the synthesized CORS headers name. */
const allowedOrigin = ({ gatewayResponses }: Service) =>
  gatewayResponses.get("DEFAULT_4XX")?.headers["access-control-allow-origin"];

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

async function prepareTables(
  service: Service,
  environment: LambdaEnvironment,
  reset?: string,
): Promise<void> {
  const endpoint = environment.AWS_ENDPOINT_URL_DYNAMODB;
  const client = connect(environment);
  const prepare = async () => {
    if (reset) await deleteTable(client, reset);
    await createTables(client, service.tables);
  };
  await prepare().catch(explainEndpoint(endpoint));
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
