/** API Gateway on this machine: finds a request's route, checks it, invokes the function, sends its response. */
import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Authorize } from "../auth/authorization";
import type { Outcome } from "../function/workers";
import type { Route, Service } from "../service/service";
import { readOutcome } from "./body-integration";
import { type Arrival, createEvent } from "./event";
import { compileModels, contentTypeOf } from "./models";
import { internalError, Refusal, refuse } from "./refusal";
import { type HttpResult, readResult } from "./result";
import { findRoute } from "./router";

interface GatewayProps {
  readonly service: Service;
  /** Throws a Refusal. When absent, every caller is admitted. */
  readonly authorize?: Authorize;
  readonly invoke: (route: Route, event: unknown) => Promise<Outcome>;
  /** Receives the reason of a failure, which the gateway's fixed text does not tell the caller. */
  readonly log: Log;
}

type Log = (line: string) => void;

/** Bytes. API Gateway's limit for a request. */
const maxBodySize = 10 * 1024 * 1024;

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
      send(response, refuse(refusal, requestId, props.service.gatewayResponses));
    }
  });
}

async function answer(
  request: IncomingMessage,
  requestId: string,
  { service, authorize, invoke, log }: GatewayProps,
  validate: ReturnType<typeof compileModels>,
): Promise<HttpResult> {
  const { path, query } = splitUrl(request.url ?? "/", service.stage);
  const match = findRoute(service.routes, request.method ?? "GET", path);
  // API Gateway has no 404: it answers an unknown path like a request without credentials.
  if (!match)
    throw new Refusal(403, "MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
  const body = await readBody(request);
  const identity = authorize?.(match.route, request, body);
  if (!validate(match.route, contentTypeOf(request), body.toString("utf8"))) {
    throw new Refusal(400, "BAD_REQUEST_BODY", "Invalid request body");
  }
  const arrival = { request, body, stage: service.stage, path, query, match, requestId, identity };
  const invocation = invoke(match.route, invocationOf(arrival));
  return resultOf(await within(match.route.timeout, invocation), match.route, requestId, log);
}

function invocationOf(arrival: Arrival): unknown {
  const { integration } = arrival.match.route;
  if (integration.type === "AWS_PROXY") return createEvent(arrival);
  const type = contentTypeOf(arrival.request);
  if (!integration.contentTypes.includes(type)) {
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
  }
  return JSON.parse(arrival.body.toString("utf8"));
}

function resultOf(outcome: Outcome, { integration }: Route, requestId: string, log: Log) {
  if ("failure" in outcome) log(`${requestId} ${outcome.failure}`);
  if (integration.type === "AWS") return readOutcome(outcome, integration.responses, requestId);
  if ("failure" in outcome) throw internalError();
  const result = readResult(outcome.payload);
  if (!("malformed" in result)) return result;
  log(`${requestId} Malformed Lambda proxy response: ${result.malformed}.`);
  throw internalError();
}

/** The path below the stage, and the query. For another stage the path is empty, which matches no route. */
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

function send(response: ServerResponse, { status, headers, body }: HttpResult): void {
  const hasNoLength = status === 204 || status === 304 || response.req.method === "HEAD"; // RFC 9110, section 8.6
  const length = hasNoLength ? {} : { "content-length": body.length };
  response.writeHead(status, { ...length, ...headers } as OutgoingHttpHeaders);
  response.end(body);
}
