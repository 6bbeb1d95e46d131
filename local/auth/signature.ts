/**
 * Computes a request's signature (AWS Signature Version 4).
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from "node:crypto";

/** The parts of a request that are signed. */
export interface Signable {
  readonly method: string;
  /** Percent-encoded, unchanged. */
  readonly path: string;
  /** Decoded. */
  readonly query: readonly (readonly [string, string])[];
  /** Every value of each header, by name in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
}

export interface Scope {
  /** `20150830` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

/**
 * The body's hash is always computed, since only S3 trusts the header `x-amz-content-sha256` (a hash
 * or `UNSIGNED-PAYLOAD`).
 */
export function canonicalRequest(request: Signable, signedHeaders: readonly string[]): string {
  const names = signedHeaders.toSorted();
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...names.map((name) => `${name}:${canonicalValue(request.headers.get(name))}`),
    "",
    names.join(";"),
    createHash("sha256").update(request.body).digest("hex"),
  ].join("\n");
}

/** @param date such as `20150830T123600Z` */
export function stringToSign(canonical: string, date: string, scope: Scope): string {
  // Node decodes headers as Latin-1; encoded the same way, they are the bytes that were signed.
  const hash = createHash("sha256").update(canonical, "latin1").digest("hex");
  const { day, region, service } = scope;
  return ["AWS4-HMAC-SHA256", date, `${day}/${region}/${service}/aws4_request`, hash].join("\n");
}

/** @returns hexadecimal */
export function signature(text: string, { day, region, service }: Scope, secret: string): string {
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString("hex");
}

const hmac = (key: string | Buffer, text: string) =>
  createHmac("sha256", key).update(text).digest();

/**
 * Each segment is encoded once more, and empty segments and dots are resolved, as for every service
 * except S3. curl does so for paths with a percent sign since 8.14, for unsorted queries since 8.3, for
 * `%2B` in a query since 8.19, and never for empty segments. AWS refuses the requests of older versions,
 * and so does this check.
 */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encode(segment));
  }
  return `/${segments.join("/")}${segments.length > 0 && path.endsWith("/") ? "/" : ""}`;
}

/** Sorted by name, then by value, both encoded. */
function canonicalQuery(query: Signable["query"]): string {
  return query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map((pair) => pair.join("="))
    .join("&");
}

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);

const canonicalValue = (values: readonly string[] = []) =>
  values.map((value) => value.replaceAll(/[ \t]+/g, " ").replaceAll(/^ | $/g, "")).join(",");

/** Encodes all but RFC 3986's unreserved characters. */
const encode = (text: string) =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
