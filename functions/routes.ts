/** What is at which path, for which method: the envelope, the façade, or a problem that says what is. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import { type Answer, type HttpRequest, readBody, readBytes, readHttpRequest } from "./http";
import { type Call, itemMethods, type Method, type Target, tableMethods } from "./items";
import { decodeSegment, readKey } from "./keys";
import { localOperations } from "./operations";
import { belowRoot, root } from "./paths";
import { Problem } from "./problem";
import type { Tables } from "./request";

/** Runs an envelope. */
export type Run = (envelope: unknown) => Promise<unknown>;

/** The methods of a path, besides OPTIONS, and HEAD where there is GET. */
type Methods = Readonly<Record<string, () => Promise<Answer>>>;

/** @throws Problem `not-found` or `method-not-allowed`, and what the method throws */
export async function answerHttp(
  event: APIGatewayProxyEvent,
  tables: Tables,
  run: Run,
): Promise<Answer> {
  const request = readHttpRequest(event);
  const methods = findMethods(request, tables, run);
  if (methods === undefined) {
    throw new Problem("not-found", `Nothing is at this path. There is ${listPaths(tables)}.`);
  }
  const allow = allowed(methods);
  if (request.method === "OPTIONS") return { status: 204, headers: { allow } };
  const name = request.method === "HEAD" ? "GET" : request.method; // the same but for the body
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method !== undefined) return method();
  throw new Problem("method-not-allowed", `This path knows ${allow}.`, undefined, { allow });
}

function findMethods(request: HttpRequest, tables: Tables, run: Run): Methods | undefined {
  const segments = segmentsOf(request);
  if (segments === undefined) return undefined;
  if (segments.length === 0) return { POST: () => envelope(request, run) };
  const [first, ...key] = segments as [string, ...string[]];
  const name = decodeSegment(first);
  if (localOperations.includes(name) && key.length === 0) {
    return name === "echo" ? echoMethods(request, run) : { GET: () => envelopeOf(name, run) };
  }
  const table = tables.get(name);
  if (table === undefined || key.length > table.keys.length) return undefined;
  const call = (operation: string, payload: object) =>
    run({ operation, tableName: table.name, payload });
  return bind({ request, table, call: call as Call }, key);
}

/** Below the guide's resource; a custom domain may have a path of its own before that. */
function segmentsOf({ event: { resource }, path }: HttpRequest): string[] | undefined {
  if (resource === root) return [];
  const start = path.indexOf(`${root}/`);
  if (resource !== belowRoot || start < 0) return undefined;
  return path.slice(start + root.length + 1).split("/");
}

/** The methods with their table, and with the key once one is called. */
function bind(target: Target, segments: readonly string[]): Methods {
  const { keys, name } = target.table;
  const methods: Readonly<Record<string, Method>> = segments.length ? itemMethods : tableMethods;
  const key = () => {
    if (segments.length === 0) return {};
    if (segments.length === keys.length) return readKey(target.table, segments);
    const path = keys.map((one) => `{${one.name}}`).join("/");
    throw new Problem("invalid-parameter", `The key of an item of ${name} is ${path}.`);
  };
  return Object.fromEntries(
    Object.entries(methods).map(([verb, method]) => [verb, async () => method(target, key())]),
  );
}

async function envelope(request: HttpRequest, run: Run): Promise<Answer> {
  return { status: 200, body: await run(readBody(request)) };
}

async function envelopeOf(operation: string, run: Run, payload?: unknown): Promise<Answer> {
  return { status: 200, body: await run({ operation, payload }) };
}

function echoMethods(request: HttpRequest, run: Run): Methods {
  const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"];
  const answer = () => envelopeOf("echo", run, describeRequest(request));
  return Object.fromEntries(verbs.map((verb) => [verb, answer]));
}

/** Nobody should find a password in a page that shows what was sent. */
const credentials =
  /^(authorization|cookie|x-api-key|x-amz-security-token|x-amz-credential|x-amz-signature)$/i;

function describeRequest({ event, method, url, headers, query }: HttpRequest) {
  const harmless = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !credentials.test(name)));
  readBytes(event); // no larger here than anywhere
  const { body, isBase64Encoded } = event;
  return {
    method,
    path: url,
    query: harmless(query),
    headers: harmless(headers),
    body,
    isBase64Encoded,
  };
}

function allowed(methods: Methods): string {
  const verbs = Object.keys(methods).flatMap((verb) => (verb === "GET" ? ["GET", "HEAD"] : verb));
  return [...verbs, "OPTIONS"].join(", ");
}

function listPaths(tables: Tables): string {
  const ofTables = [...tables.values()].flatMap(({ name, keys }) => [
    `${root}/${name}`,
    `${root}/${name}/${keys.map((key) => `{${key.name}}`).join("/")}`,
  ]);
  return [root, ...localOperations.map((name) => `${root}/${name}`), ...ofTables].join(", ");
}
