/** Starts engine, tables, functions and gateway in this order, and stops them in the opposite order. */
import type { Server } from "node:http";
import { join, resolve } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createAuthorizer } from "./auth/authorization";
import { type Credentials, readCredentials } from "./auth/credentials";
import { isLoopback, refuseForeign, urlOf } from "./browsers";
import { findEngine } from "./engine/find-engine";
import { plantSeed } from "./engine/seed";
import { readSeed, type Seed } from "./engine/seed-file";
import { createTables, deleteTable, physicalNameOf } from "./engine/tables";
import { unpackCode } from "./function/code";
import { type Pool, startPool } from "./function/workers";
import { createGateway } from "./gateway/gateway";
import { explainAddress, listen, stop } from "./listen";
import type { Options } from "./options";
import type { LambdaFunction, Route, Service } from "./service/service";

interface ServeProps extends Options {
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
    return { ...(await open(props, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function closeAll(opened: Opened): Promise<void> {
  for (const close of opened.reverse()) await close();
}

async function open(props: ServeProps, opened: Opened) {
  const { service } = props;
  const { seed, reset } = readNames(props);
  const credentials = readCredentials(props.environment);
  const engine = await findEngine(props);
  opened.push(engine.close);
  const environment = lambdaEnvironment(service, credentials, engine.endpoint);
  await prepareTables(service, environment, reset);
  const invoke = await startFunctions(props, environment, opened);
  if (seed) await plant(seed, service, invoke);
  const authorize = props.auth
    ? createAuthorizer({ region: service.region, credentials })
    : undefined;
  const gateway = createGateway({ service, authorize, invoke, log: console.error });
  return {
    url: `${await openGateway(gateway, props, opened)}/${service.stage}`,
    engine: engine.name,
    signer: props.auth ? credentials : undefined,
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

type Invoke = Awaited<ReturnType<typeof startFunctions>>;

async function plant(seed: Seed, { routes }: Service, invoke: Invoke): Promise<void> {
  const route = routes.find(({ method }) => method === "POST") as Route;
  const write = (event: unknown) => invoke(route, event);
  await plantSeed({ seed, path: route.path, invoke: write, log: console.log });
}

/** @returns its URL */
async function openGateway(gateway: Server, props: ServeProps, opened: Opened): Promise<string> {
  const { host, auth } = props;
  const origin = allowedOrigin(props.service);
  refuseForeign(gateway, { origin, ownPages: true, host }, console.error);
  const failed = explainAddress("port", props.port, host);
  const port = await listen(gateway, props.port, host).catch(failed);
  opened.push(() => stop(gateway));
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
  reset: string | undefined,
): Promise<void> {
  const endpoint = environment.AWS_ENDPOINT_URL_DYNAMODB;
  const client = new DynamoDBClient({
    region: environment.AWS_REGION,
    endpoint,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      sessionToken: environment.AWS_SESSION_TOKEN,
    },
  });
  const prepare = async () => {
    if (reset) await deleteTable(client, reset);
    await createTables(client, service.tables);
  };
  await prepare().catch(explainEndpoint(endpoint));
  client.destroy();
}

/** One pool for each function, which may have several routes. */
async function startFunctions(props: ServeProps, common: LambdaEnvironment, opened: Opened) {
  const pools = new Map<string, Pool>();
  for (const { function: lambda } of props.service.routes) {
    if (pools.has(lambda.name)) continue;
    pools.set(lambda.name, await startFunction(lambda, props.root, common, opened));
  }
  return (route: Route, event: unknown) => (pools.get(route.function.name) as Pool).invoke(event);
}

async function startFunction(
  lambda: LambdaFunction,
  root: string,
  common: LambdaEnvironment,
  opened: Opened,
): Promise<Pool> {
  const code = unpackCode(lambda, root);
  opened.push(code.remove);
  const pool = await startPool({
    function: lambda,
    module: code.module,
    environment: { ...common, ...lambda.environment, AWS_LAMBDA_FUNCTION_NAME: lambda.name },
    workerFile: join(root, "dist/local/function/worker.js"),
    log: console.log,
  });
  opened.push(pool.close);
  return pool;
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
