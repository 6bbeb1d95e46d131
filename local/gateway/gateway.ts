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
import type { Outcome } from "../function/outcome";
import type { Abandoned } from "../function/queue";
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
  /** The signal tells that the request has been answered: an invocation that has not begun is not needed. */
  readonly invoke: (route: Route, event: unknown, signal: Abandoned) => Promise<Outcome>;
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
    response.setHeader("x-amzn-requestid", requestId); // the request's line in the terminal needs it, too
    try {
      send(response, await answer(request, requestId, props, validate));
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
  const event = invocationOf(arrival);
  const outcome = await within(match.route.timeout, (signal) => invoke(match.route, event, signal));
  return resultOf(outcome, match.route, requestId, log);
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

/** By events, since `for await` takes a tenth of the time of a small request. */
function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk) => {
      size += chunk.length;
      if (size <= maxBodySize) return chunks.push(chunk);
      return reject(new Refusal(413, "REQUEST_TOO_LARGE", "Request Too Long"));
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

async function within<T>(time: number, work: (signal: Abandoned) => Promise<T>): Promise<T> {
  const signal = { aborted: false };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      signal.aborted = true;
      reject(new Refusal(504, "INTEGRATION_TIMEOUT", "Endpoint request timed out"));
    }, time);
  });
  return Promise.race([work(signal), late]).finally(() => clearTimeout(timer));
}

function send(response: ServerResponse, { status, headers, body }: HttpResult): void {
  const hasNoLength = status === 204 || response.req.method === "HEAD"; // RFC 9110, section 8.6
  const length = hasNoLength ? {} : { "content-length": body.length };
  response.writeHead(status, { ...length, ...headers } as OutgoingHttpHeaders);
  response.end(body);
}
