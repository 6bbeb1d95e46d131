/** HTTP as API Gateway's proxy integration speaks it: the body of an event, and the response. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { formatJson, parseJson } from "./json";
import { Problem } from "./problem";

/** Bytes. Far over DynamoDB's 400 KB an item, far under API Gateway's 10 MB. */
const maxBodySize = 1024 * 1024;

/** Bytes. Lambda takes 6 MB of response; the rest is room for headers and escaping. */
const maxAnswerSize = 5.5 * 1024 * 1024;

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

/**
 * The JSON value of an event's body. A missing content type and the form type count as JSON,
 * since that is what `curl -d` sends.
 * @throws Problem `unsupported-media-type`, `body-too-large` or `invalid-body`
 */
export function readBody(event: APIGatewayProxyEvent): unknown {
  const type = contentType(event);
  if (!/^(application\/(.+\+)?json|application\/x-www-form-urlencoded|)$/.test(type)) {
    throw new Problem("unsupported-media-type", "Send application/json.");
  }
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (body.length > maxBodySize) {
    throw new Problem("body-too-large", `A body has at most ${maxBodySize} bytes.`);
  }
  return parseJson(decodeText(body));
}

/** A 200 with the value as JSON. */
export function respond(value: unknown, requestId: string): APIGatewayProxyResult {
  const body = formatJson(value);
  if (Buffer.byteLength(body) > maxAnswerSize) {
    throw new Problem("answer-too-large", 'Ask for fewer items with a lower "Limit".');
  }
  return response(200, "application/json", body, requestId);
}

/** The problem's own status, with its document as the body. */
export function respondProblem(problem: Problem, requestId: string): APIGatewayProxyResult {
  const body = JSON.stringify(problem.document(requestId));
  const answer = response(problem.status, "application/problem+json", body, requestId);
  const retry = problem.status === 429 || problem.status === 503;
  return retry ? { ...answer, headers: { ...answer.headers, "retry-after": "1" } } : answer;
}

function response(statusCode: number, type: string, body: string, requestId: string) {
  const headers = {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
  };
  return { statusCode, headers, body };
}

function contentType(event: APIGatewayProxyEvent): string {
  const entries = Object.entries(event.headers ?? {});
  const value = entries.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  return (value.split(";")[0] as string).trim().toLowerCase();
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem("invalid-body", "The body is not valid UTF-8.");
  }
}
