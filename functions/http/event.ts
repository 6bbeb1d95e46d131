/** Reads an HTTP request from the event of API Gateway's proxy integration. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import { Problem } from "../problem";
import { parseJson } from "../values/json";

/** Bytes. More than DynamoDB's limit for an item (400 KB), less than API Gateway's for a body (10 MB). */
const maxBodySize = 1024 * 1024;

/** The media types of a JSON body. JSON Patch (RFC 6902) is one that PATCH does not take. */
const jsonTypes =
  /^(application\/((?!json-patch\+).+\+)?json|application\/x-www-form-urlencoded|)$/;

/** Whether an event came through the proxy integration; if not, it is the envelope itself. */
export function isHttpEvent(event: unknown): event is APIGatewayProxyEvent {
  return (
    typeof event === "object" &&
    event !== null &&
    "httpMethod" in event &&
    "requestContext" in event &&
    typeof event.requestContext === "object" &&
    event.requestContext !== null
  );
}

/** API Gateway's id of the request; empty if the event has none. */
export const requestIdOf = (event: APIGatewayProxyEvent) => textOf(event.requestContext.requestId);

/** An HTTP request, independent of the event's format. */
export interface HttpRequest {
  readonly event: APIGatewayProxyEvent;
  readonly method: string;
  /** Percent-encoded, below the stage or the path of a custom domain. */
  readonly path: string;
  /** Percent-encoded, the whole path as the client sent it: links and `Location` begin with it. */
  readonly url: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded; every value of each name. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

export function readHttpRequest(event: APIGatewayProxyEvent): HttpRequest {
  const headers = Object.entries(textsOf(event.headers));
  const path = textOf(event.path);
  return {
    event,
    method: textOf(event.httpMethod),
    path,
    url: textOf(event.requestContext.path) || path,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    parameters: pairsOf(event.multiValueQueryStringParameters ?? event.queryStringParameters),
  };
}

/**
 * A header that is a list: its lines are one list (RFC 9110, section 5.3), but `headers` has only the last.
 * @param name in lower case
 */
export function readList({ event, headers }: HttpRequest, name: string): string | undefined {
  const lines = Object.entries(event.multiValueHeaders ?? {}).flatMap(
    ([one, values]: [string, unknown]) => (one.toLowerCase() === name ? values : []),
  );
  return lines.length === 0 ? headers[name] : lines.map(textOf).join(",");
}

/**
 * The JSON value of a request's body. A missing content type and the form type count as JSON,
 * since the form type is what `curl -d` sends.
 * @throws Problem `unsupported-media-type`, `body-too-large` or `invalid-body`
 */
export function readBody({ event, headers }: HttpRequest): unknown {
  const [type] = (headers["content-type"] ?? "").split(";") as [string];
  if (!jsonTypes.test(type.trim().toLowerCase())) {
    throw new Problem("unsupported-media-type", "Send application/json.");
  }
  const body = readBytes(event);
  if (body.length === 0) throw new Problem("invalid-body", "The body is missing.");
  return parseJson(decodeText(body));
}

/**
 * The bytes of a body, of which only the number is checked.
 * @throws Problem `body-too-large`
 */
export function readBytes(event: APIGatewayProxyEvent): Buffer {
  const body = Buffer.from(textOf(event.body), event.isBase64Encoded ? "base64" : "utf8");
  if (body.length <= maxBodySize) return body;
  throw new Problem("body-too-large", `A body has at most ${maxBodySize} bytes.`);
}

/** A member may have any type: a direct caller can send JSON that looks like an event of API Gateway. */
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

const textsOf = (values: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, textOf(value)]));

const pairsOf = (values: unknown) =>
  Object.entries(values ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, textOf(one)] as const),
  );

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem("invalid-body", "The body is not valid UTF-8.");
  }
}
