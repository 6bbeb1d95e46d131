/** The headers that allow cross-origin requests (https://fetch.spec.whatwg.org/#http-cors-protocol). */

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
