/** The headers that the function and the stack share: those of answers, and which ones have a credential. */

/** Headers of every answer. No cache may store an answer, since it is private and soon outdated. */
export const fixedHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

/** For the statuses after which a request may be sent again: seconds to wait (RFC 9110, section 10.2.3). */
export const retryHeaders = (status: number): Readonly<Record<string, string>> =>
  status === 429 || status === 503 ? { "retry-after": "1" } : {};

/** The setting of answers to other origins: https://fetch.spec.whatwg.org/#http-cors-protocol. */
export interface Cors {
  /** The one origin that pages may come from, or `*`. */
  readonly origin: string;
  /** Whether browsers may send cookies and client certificates along. */
  readonly credentials: boolean;
}

/** For every response, also for problems: a page cannot read an answer without them. */
export function corsHeaders({ origin, credentials }: Cors): Readonly<Record<string, string>> {
  return {
    "access-control-allow-origin": origin,
    ...(credentials && { "access-control-allow-credentials": "true" }),
    "access-control-expose-headers": "etag, link, location, retry-after, x-request-id",
  };
}

/** For the answer to OPTIONS, which a browser sends first: all that any path may allow. */
export const preflightHeaders = {
  "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
  "access-control-allow-headers":
    "authorization, content-type, if-match, if-none-match, x-amz-content-sha256, x-amz-date, x-amz-security-token, x-api-key",
  "access-control-max-age": "600",
} as const;

/**
 * Headers with a credential, in lower case. Some are also parameters of a presigned URL
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
export const credentialHeaders: readonly string[] = [
  "authorization",
  "proxy-authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "x-amz-security-token",
  "x-amz-credential",
  "x-amz-signature",
];
