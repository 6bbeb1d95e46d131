/** API Gateway on this machine: a request in, a route, a check, an invocation, a response out. */
import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import { createEvent } from "./event";
import { compileModels } from "./models";
import { type HttpResult, readResult } from "./result";
import { findRoute } from "./router";
import type { Route, Service } from "./service";
import type { Outcome } from "./workers";

interface GatewayProps {
  readonly service: Service;
  readonly invoke: (route: Route, event: unknown) => Promise<Outcome>;
  /** Takes a line that says why a request failed behind the gateway's fixed text. */
  readonly log: (line: string) => void;
}

/** Bytes. API Gateway's limit for a request. */
const maxBodySize = 10 * 1024 * 1024;

/** A refusal in API Gateway's own terms; the synthesized gateway responses give it its shape. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** @returns a server that is not listening yet */
export function createGateway(props: GatewayProps): Server {
  const validate = compileModels(props.service.routes);
  return createServer(async (request, response) => {
    const requestId = randomUUID();
    try {
      const result = await answer(request, requestId, props, validate);
      send(response, { ...result, headers: { "x-amzn-requestid": requestId, ...result.headers } });
    } catch (error) {
      if (!(error instanceof Refusal)) props.log(`${requestId} ${error}`);
      const refusal = error instanceof Refusal ? error : internalError();
      send(response, refuse(refusal, requestId, props.service));
    }
  });
}

async function answer(
  request: IncomingMessage,
  requestId: string,
  { service, invoke, log }: GatewayProps,
  validate: ReturnType<typeof compileModels>,
): Promise<HttpResult> {
  const { path, query } = splitUrl(request.url ?? "/", service.stage);
  const match = findRoute(service.routes, request.method ?? "GET", path);
  // API Gateway knows no 404: what it does not serve, it takes for a request without credentials.
  if (!match)
    throw new Refusal(403, "MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  const body = await readBody(request);
  if (!validate(match.route, request.headers["content-type"], body.toString("utf8"))) {
    throw new Refusal(400, "BAD_REQUEST_BODY", "Invalid request body");
  }
  const arrival = { request, body, stage: service.stage, path, query, match, requestId };
  const outcome = await within(match.route.timeout, invoke(match.route, createEvent(arrival)));
  if ("failure" in outcome) {
    log(`${requestId} ${outcome.failure}`);
    throw internalError();
  }
  const result = readResult(outcome.payload);
  if (!("malformed" in result)) return result;
  log(`${requestId} Malformed Lambda proxy response: ${result.malformed}.`);
  throw internalError();
}

const internalError = () => new Refusal(502, "DEFAULT_5XX", "Internal server error");

/** The path below the stage, and the query. The path of another stage is one that no route has. */
function splitUrl(url: string, stage: string) {
  const [path = "", ...rest] = url.split("?");
  const query = rest.join("?");
  const prefix = `/${stage}`;
  if (path === prefix) return { path: "/", query };
  return { path: path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : "", query };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodySize) throw new Refusal(413, "REQUEST_TOO_LARGE", "Request Too Long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function within<T>(time: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refusal = new Refusal(504, "INTEGRATION_TIMEOUT", "Endpoint request timed out");
    timer = setTimeout(() => reject(refusal), time);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function refuse({ status, type, message }: Refusal, requestId: string, service: Service) {
  const { gatewayResponses } = service;
  const template =
    gatewayResponses.get(type) ??
    gatewayResponses.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX") ??
    '{"message":$context.error.messageString}';
  const body = template
    .replaceAll("$context.error.messageString", JSON.stringify(message))
    .replaceAll("$context.requestId", requestId);
  const headers = { "content-type": "application/problem+json", "x-amzn-requestid": requestId };
  return { status, headers, body: Buffer.from(body) };
}

function send(response: ServerResponse, { status, headers, body }: HttpResult): void {
  response.writeHead(status, { "content-length": body.length, ...headers } as OutgoingHttpHeaders);
  response.end(body);
}
