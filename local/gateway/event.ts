/** Creates the event of API Gateway's proxy integration (payload format 1.0) from an HTTP request. */
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Identity } from "../auth/authorization";
import type { Match } from "./router";

export interface Arrival {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly stage: string;
  /** Below the stage, percent-encoded. */
  readonly path: string;
  readonly query: string;
  readonly match: Match;
  readonly requestId: string;
  /** Of the caller, if it was checked. */
  readonly identity?: Identity;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function createEvent(arrival: Arrival): APIGatewayProxyEvent {
  const { request, body, path, match } = arrival;
  const headers = multiValues(pairs(request.rawHeaders));
  const query = multiValues([...new URLSearchParams(arrival.query)]);
  return {
    resource: match.route.path,
    path,
    httpMethod: request.method ?? "GET",
    headers: lastValues(headers) ?? {},
    multiValueHeaders: headers ?? {},
    queryStringParameters: lastValues(query),
    multiValueQueryStringParameters: query,
    pathParameters: match.pathParameters,
    stageVariables: null,
    requestContext: requestContext(arrival),
    body: body.length === 0 ? null : body.toString("utf8"),
    isBase64Encoded: false,
  };
}

function requestContext({ request, stage, path, match, requestId, identity }: Arrival) {
  const context: Partial<APIGatewayProxyEvent["requestContext"]> = {
    accountId: "000000000000",
    apiId: "local",
    domainName: request.headers.host ?? "localhost",
    httpMethod: request.method ?? "GET",
    identity: {
      ...identity,
      sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
      userAgent: request.headers["user-agent"] ?? null,
    } as APIGatewayProxyEvent["requestContext"]["identity"],
    path: `/${stage}${path}`,
    protocol: `HTTP/${request.httpVersion}`,
    requestId,
    requestTimeEpoch: Date.now(),
    resourcePath: match.route.path,
    stage,
  };
  return context as APIGatewayProxyEvent["requestContext"];
}

function pairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[2 * i] as string,
    flat[2 * i + 1] as string,
  ]);
}

/** `null` instead of an empty map, as in API Gateway. */
function multiValues(entries: readonly (readonly [string, string])[]) {
  if (entries.length === 0) return null;
  const values = new Map<string, string[]>();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(values);
}

function lastValues(values: Record<string, string[]> | null) {
  if (values === null) return null;
  return Object.fromEntries(
    Object.entries(values).map(([name, all]) => [name, all.at(-1) as string]),
  );
}
