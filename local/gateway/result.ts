/** Checks that a function's result is one that API Gateway accepts from a proxy integration. */

export interface HttpResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Bytes. Lambda's limit for a response. */
const maxSize = 6 * 1024 * 1024;

const members = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

/** @returns the result, or the reason why API Gateway would answer 502 "Malformed Lambda proxy response" */
export function readResult(payload: string): HttpResult | { readonly malformed: string } {
  if (Buffer.byteLength(payload) > maxSize) return { malformed: "the response is over 6 MB" };
  const result: unknown = JSON.parse(payload);
  if (typeof result !== "object" || result === null || Array.isArray(result)) {
    return { malformed: "the result is no object" };
  }
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = result as Result;
  const unknown = Object.keys(result).find((name) => !members.includes(name));
  if (unknown !== undefined) return { malformed: `the result has a member "${unknown}"` };
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    return { malformed: "statusCode is no HTTP status" };
  }
  if (body !== undefined && body !== null && typeof body !== "string") {
    return { malformed: "body is no string" };
  }
  return {
    status,
    headers: { ...texts(headers), ...multiValueHeaders },
    body: Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"),
  };
}

interface Result {
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

function texts(headers: Result["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]),
  );
}
