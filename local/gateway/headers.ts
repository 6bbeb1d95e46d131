/**
 * The headers that API Gateway takes away, changes or adds: of a request before the function sees it, and of the
 * function's result before the caller sees it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html#api-gateway-known-issues-rest-apis
 */
import type { IncomingMessage } from "node:http";
import type { Route } from "../service/service";
import type { HttpResult } from "./result";
import type { Trace } from "./trace";

type Pair = readonly [name: string, value: string];

/** Names in lower case. The last four are replaced by API Gateway's own. */
const droppedFromRequests = new Set([
  "connection",
  "content-length",
  "content-md5",
  "expect",
  "max-forwards",
  "proxy-authenticate",
  "server",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "www-authenticate",
  "x-amzn-trace-id",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/** Other names keep the caller's capitals. */
const capitalized: Readonly<Record<string, string>> = {
  authorization: "Authorization",
  host: "Host",
  "user-agent": "User-Agent",
};

/** @returns the headers of the function's event, as a REGIONAL endpoint passes them on */
export function requestHeaders(request: IncomingMessage, route: Route, trace: Trace): Pair[] {
  const { rawHeaders, socket } = request;
  const headers: Pair[] = [];
  const forwardedFor: string[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [raw, value] = [rawHeaders[i] as string, rawHeaders[i + 1] as string];
    const name = raw.toLowerCase();
    if (name === "x-forwarded-for") forwardedFor.push(value);
    if (droppedFromRequests.has(name)) continue;
    if (name === "authorization" && isSigned(route, value)) continue;
    headers.push([capitalized[name] ?? raw, value]);
  }
  // The caller's own addresses stay at the front; only the last one is true.
  const addresses = [...forwardedFor, socket.remoteAddress ?? "127.0.0.1"].join(", ");
  headers.push(["X-Amzn-Trace-Id", trace.traceId], ["X-Forwarded-For", addresses]);
  headers.push(["X-Forwarded-Port", String(socket.localPort)], ["X-Forwarded-Proto", "http"]);
  return headers;
}

/** A signature is for API Gateway, not for the function. */
const isSigned = ({ authorization }: Route, value: string) =>
  authorization === "AWS_IAM" || value.startsWith("AWS4-");

const droppedFromResults = new Set([
  "expect",
  "host",
  "proxy-authenticate",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);

/** Becomes `x-amzn-Remapped-…`. AWS's page does not have `content-length` and the ids, but captured answers do. */
const remappedOfResults = new Set([
  "authorization",
  "connection",
  "content-length",
  "content-md5",
  "date",
  "max-forwards",
  "server",
  "user-agent",
  "www-authenticate",
  "x-amz-apigw-id",
  "x-amzn-requestid",
  "x-amzn-trace-id",
]);

/** @returns the headers of the answer to the caller; the content type is JSON unless the function names another */
export function resultHeaders(headers: HttpResult["headers"]): HttpResult["headers"] {
  const passed: Record<string, string | readonly string[]> = {};
  let hasType = false;
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    hasType ||= lower === "content-type";
    if (droppedFromResults.has(lower)) continue;
    passed[remappedOfResults.has(lower) ? `x-amzn-Remapped-${name}` : name] = value;
  }
  return hasType ? passed : { "content-type": "application/json", ...passed };
}
