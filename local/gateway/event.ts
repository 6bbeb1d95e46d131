/** Creates the event of API Gateway's proxy integration (payload format 1.0) from an HTTP request. */
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Identity } from "../auth/authorization";
import { account } from "../service/service";
import type { Address } from "./address";
import { requestHeaders } from "./headers";
import type { Match } from "./router";
import type { Trace } from "./trace";

export interface Arrival {
  readonly request: IncomingMessage;
  readonly address: Address;
  readonly match: Match;
  readonly trace: Trace;
  /** Text, or base64 of a binary media type. */
  readonly body: string;
  readonly isBase64Encoded: boolean;
  /** Of the caller, if it was checked. */
  readonly identity?: Identity;
}

type Context = APIGatewayProxyEvent["requestContext"];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html */
export function createEvent(arrival: Arrival): APIGatewayProxyEvent {
  const { request, address, match, trace, body, isBase64Encoded } = arrival;
  const headers = requestHeaders(request, match.route, trace);
  const query = readQuery(address.query);
  return {
    resource: match.route.path,
    path: address.path,
    httpMethod: request.method as string,
    headers: Object.fromEntries(headers), // the last value of a name
    multiValueHeaders: allValues(headers),
    queryStringParameters: query && Object.fromEntries(query),
    multiValueQueryStringParameters: query && allValues(query),
    pathParameters: match.pathParameters,
    stageVariables: null,
    requestContext: requestContext(arrival),
    body: body === "" ? null : body,
    isBase64Encoded,
  };
}

/** API Gateway takes a semicolon for an ampersand, and has `null` instead of an empty map. */
function readQuery(query: string) {
  const pairs = query === "" ? [] : [...new URLSearchParams(query.replaceAll(";", "&"))];
  return pairs.length === 0 ? null : pairs;
}

/** Members that TypeScript's definition does not have are in the event all the same. */
function requestContext({ request, address, match, trace, identity }: Arrival): Context {
  const now = Date.now();
  const context: Partial<Context> & Record<"deploymentId" | "domainPrefix", string> = {
    accountId: account,
    apiId,
    deploymentId,
    domainName: request.headers.host ?? "localhost",
    domainPrefix: apiId,
    extendedRequestId: trace.extendedRequestId,
    httpMethod: request.method as string,
    // Node 20 takes a microsecond to spread an object before other members, half of the time of this event.
    identity: Object.assign(
      {
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: request.headers["user-agent"] ?? null,
      },
      anonymous,
      identity,
    ) as Context["identity"],
    path: address.fullPath,
    protocol: `HTTP/${request.httpVersion}`,
    requestId: trace.requestId,
    requestTime: formatTime(now),
    requestTimeEpoch: now,
    resourceId: match.route.resourceId,
    resourcePath: match.route.path,
    stage: address.stage,
  };
  return context as Context;
}

const apiId = "local";
const deploymentId = "local";

/** Each is `null` until the method's authorization knows more. */
const anonymous = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

let written = { second: 0, text: "" };

/** Such as `10/Jul/2026:19:19:04 +0000`. */
function formatTime(time: number): string {
  const second = Math.floor(time / 1000);
  if (second !== written.second) written = { second, text: formatSecond(new Date(time)) };
  return written.text;
}

function formatSecond(date: Date): string {
  const iso = date.toISOString();
  const month = months[date.getUTCMonth()];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

function allValues(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return Object.fromEntries(values);
}
