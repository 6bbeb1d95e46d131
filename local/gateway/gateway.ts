/** API Gateway on this machine: finds a request's route, checks it, invokes the function, sends its response. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authorize } from "../auth/authorization";
import type { Outcome } from "../function/outcome";
import type { Caller } from "../function/pool";
import { AbandonedError } from "../function/queue";
import type { Route, Service } from "../service/service";
import { type Address, readAddress } from "./address";
import { decompress, isBinary, readBytes, readText } from "./body";
import { compress } from "./compression";
import { type Answers, checkHead, send } from "./front";
import { resultHeaders } from "./headers";
import { createInvocation, resultOf } from "./invocation";
import { compileModels, contentTypeOf, type Validate } from "./models";
import { internalError, Refusal, refuse } from "./refusal";
import type { HttpResult } from "./result";
import { createRouter, type Match, type Router } from "./router";
import { explainRoute, explainStage } from "./suggestion";
import { createThrottle } from "./throttle";
import { createTrace, type Trace, traceHeaders } from "./trace";

interface GatewayProps {
  readonly service: Service;
  /** Throws a Refusal. When absent, every caller is admitted. */
  readonly authorize?: Authorize;
  /** Whether the stage's throttle refuses requests over it. @default false */
  readonly throttled?: boolean;
  /** The caller is abandoned when the request has been answered: an invocation that has not begun is not needed. */
  readonly invoke: (route: Route, event: unknown, caller: Caller) => Promise<Outcome>;
  /** Takes the reason of a failure or a refusal, which the gateway's fixed text does not tell the caller. */
  readonly fail: (requestId: string, reason: string) => void;
}

interface Gateway extends GatewayProps {
  readonly route: Router;
  readonly validate: Validate;
  readonly takeToken: () => boolean;
}

/** @throws Error when a model is no JSON Schema */
export function createGateway(props: GatewayProps): Answers {
  const { service, throttled = false } = props;
  const gateway = {
    ...props,
    route: createRouter(service.routes),
    validate: compileModels(service.routes),
    takeToken: throttled && service.throttle ? createThrottle(service.throttle) : () => true,
  };
  return {
    answer: (request, response) => void handle(request, response, gateway),
    answerUnknown: (method, url) => {
      const trace = createTrace(undefined);
      const result = refusalOf(noRoute(gateway, method, readAddress(url)), trace, gateway);
      return { ...result, headers: { ...traceHeaders(trace), ...result.headers } };
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, gateway: Gateway) {
  const trace = createTrace(request.headers["x-amzn-trace-id"] as string | undefined);
  for (const [name, value] of Object.entries(traceHeaders(trace))) response.setHeader(name, value);
  try {
    send(response, await answer(request, trace, gateway));
  } catch (error) {
    send(response, refusalOf(error, trace, gateway));
  }
}

async function answer(
  request: IncomingMessage,
  trace: Trace,
  gateway: Gateway,
): Promise<HttpResult> {
  const { service, authorize, takeToken, fail } = gateway;
  const { binaryMediaTypes, minimumCompressionSize } = service;
  checkHead(request);
  const address = readAddress(request.url as string);
  const match = findMatch(gateway, request, address);
  const bytes = await readBytes(request);
  const identity = authorize?.(match.route, request, bytes);
  if (!takeToken()) throw tooMany();
  const payload = await readPayload(bytes, request, match, gateway);
  const arrival = { request, address, match, trace, identity, ...payload };
  const event = createInvocation(arrival);
  const outcome = await invokeInTime(event, match, trace, gateway);
  const [accepted = ""] = (request.headers.accept ?? "").split(/[,;]/); // others do not count
  const decodes = isBinary(accepted.trim().toLowerCase(), binaryMediaTypes);
  const { status, headers, body } = resultOf(outcome, arrival, { decodes, fail });
  const shown = { status, headers: resultHeaders(headers), body };
  if (minimumCompressionSize === undefined) return shown;
  return compress(shown, request, minimumCompressionSize);
}

/** @throws Refusal 403 */
function findMatch(gateway: Gateway, { method = "" }: IncomingMessage, address: Address): Match {
  const isHere = address.stage === gateway.service.stage;
  const match = isHere ? gateway.route(method, address.path) : undefined;
  if (match === undefined) throw noRoute(gateway, method, address);
  return match;
}

/** API Gateway has no 404: it answers an unknown path like a request without credentials. */
function noRoute({ service }: Gateway, method: string, address: Address): Refusal {
  if (address.stage !== service.stage) {
    const reason = explainStage(service, address);
    return new Refusal(403, "UNKNOWN_STAGE", "Forbidden", { reason });
  }
  const reason = explainRoute(service, method, address.path);
  const text = "Missing Authentication Token";
  return new Refusal(403, "MISSING_AUTHENTICATION_TOKEN", text, { reason });
}

const tooMany = () =>
  new Refusal(429, "THROTTLED", "Too Many Requests", { reason: "Over the stage's throttle." });

async function readPayload(
  bytes: Buffer,
  request: IncomingMessage,
  { route }: Match,
  { service, validate }: Gateway,
) {
  const type = contentTypeOf(request);
  const coding = request.headers["content-encoding"];
  const decoded = coding === undefined ? bytes : await decompress(bytes, coding);
  if (isBinary(type, service.binaryMediaTypes)) {
    return { body: decoded.toString("base64"), isBase64Encoded: true };
  }
  const body = readText(decoded, type);
  const reason = validate(route, type, body);
  if (reason === undefined) return { body, isBase64Encoded: false };
  throw new Refusal(400, "BAD_REQUEST_BODY", "Invalid request body", { reason });
}

/** Milliseconds. A timer may end before the clock says so, and no invocation may begin after it. */
const clockError = 10;

const timedOut = () => new Refusal(504, "INTEGRATION_TIMEOUT", "Endpoint request timed out");

/** @throws Refusal 504 when the route's time is over */
function invokeInTime(event: unknown, { route }: Match, trace: Trace, { invoke }: Gateway) {
  const expires = Date.now() + route.timeout - clockError;
  const caller = { aborted: false, expires, trace: trace.traceId };
  return new Promise<Outcome>((resolve, reject) => {
    const timer = setTimeout(() => {
      caller.aborted = true;
      reject(timedOut());
    }, route.timeout);
    const settle =
      <T>(take: (value: T) => void) =>
      (value: T) => {
        clearTimeout(timer);
        take(value);
      };
    const end = (error: Error) => reject(error instanceof AbandonedError ? timedOut() : error);
    invoke(route, event, caller).then(settle(resolve), settle(end));
  });
}

/** The answer to a request that failed, and its reason for the log. */
function refusalOf(error: unknown, { requestId }: Trace, { service, fail }: Gateway): HttpResult {
  const refusal = error instanceof Refusal ? error : internalError();
  if (error !== refusal) fail(requestId, String(error));
  if (refusal.reason) fail(requestId, refusal.reason);
  return refuse(refusal, requestId, service.gatewayResponses);
}
