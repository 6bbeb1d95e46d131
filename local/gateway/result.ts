/** Checks that a function's result is one that API Gateway accepts from a proxy integration. */
import { maxPayload } from "../function/outcome";

export interface HttpResult {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** A string has only ASCII, so its length is in bytes. Node sends it in one piece with the headers. */
  readonly body: Buffer | string;
}

const members = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"];

interface Result {
  readonly statusCode?: unknown;
  readonly headers?: unknown;
  readonly multiValueHeaders?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/**
 * @param decodes whether a body that the result says is base64 becomes bytes; if not, it stays text
 * @returns the result, or the reason why API Gateway would answer 502 "Malformed Lambda proxy response"
 */
export function readResult(
  payload: string,
  decodes: boolean,
): HttpResult | { readonly malformed: string } {
  if (Buffer.byteLength(payload) > maxPayload) return { malformed: "the response is over 6 MB" };
  const result: unknown = JSON.parse(payload);
  if (!isMap(result)) return { malformed: "the result is no object" };
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded }: Result = result;
  const status = Number(statusCode ?? 200);
  const malformed =
    checkMembers(result) ?? checkStatus(status) ?? checkHeaders(headers, multiValueHeaders);
  if (malformed !== undefined) return { malformed };
  if (body !== undefined && body !== null && typeof body !== "string") {
    return { malformed: "body is no string" };
  }
  return {
    status,
    headers: mergeHeaders(headers as Singles, multiValueHeaders as Lists),
    body:
      isBase64Encoded === true && decodes ? Buffer.from(body ?? "", "base64") : encode(body ?? ""),
  };
}

const encode = (text: string) =>
  Buffer.byteLength(text) === text.length ? text : Buffer.from(text);

function checkMembers(result: object): string | undefined {
  const unknown = Object.keys(result).find((name) => !members.includes(name));
  return unknown === undefined ? undefined : `the result has a member "${unknown}"`;
}

function checkStatus(status: number): string | undefined {
  const isStatus = Number.isInteger(status) && status >= 100 && status <= 599;
  return isStatus ? undefined : "statusCode is no HTTP status";
}

type Singles = Readonly<Record<string, string | number | boolean>> | null | undefined;
type Lists = Readonly<Record<string, readonly (string | number | boolean)[]>> | null | undefined;

function checkHeaders(singles: unknown, lists: unknown): string | undefined {
  if (!isMap(singles ?? {})) return "headers is no object";
  if (!isMap(lists ?? {})) return "multiValueHeaders is no object";
  const one = Object.entries(singles ?? {}).find(([, value]) => !isText(value));
  if (one !== undefined) return `the header ${one[0]} is no text`;
  const list = Object.entries(lists ?? {}).find(
    ([, values]) => !Array.isArray(values) || !values.every(isText),
  );
  return list === undefined ? undefined : `multiValueHeaders.${list[0]} is no list of texts`;
}

const isMap = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isText = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** A header that is in both has the list's name, its values, and then the single one. */
function mergeHeaders(singles: Singles, lists: Lists): HttpResult["headers"] {
  const merged: Record<string, string | readonly string[]> = {};
  const listed = new Map(Object.keys(lists ?? {}).map((name) => [name.toLowerCase(), name]));
  for (const [name, values] of Object.entries(lists ?? {})) merged[name] = values.map(String);
  for (const [name, value] of Object.entries(singles ?? {})) {
    const list = listed.get(name.toLowerCase());
    merged[list ?? name] = list ? [...(merged[list] as string[]), String(value)] : String(value);
  }
  return merged;
}
