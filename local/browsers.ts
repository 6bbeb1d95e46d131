/**
 * Keeps web pages of other sites away from the servers of this machine. Any page that a developer visits can send a
 * form or a simple request to 127.0.0.1, and by DNS rebinding (a name that first is the page's and then is 127.0.0.1)
 * read the answer. https://fetch.spec.whatwg.org/#origin-header
 */
import type { IncomingMessage, RequestListener, Server } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";

interface Allowed {
  /** The origin that the API's CORS headers allow, or `*`. @default none */
  readonly origin?: () => string | undefined;
  /** Whether pages that this server itself serves may call. @default false */
  readonly ownPages?: boolean;
  /** The address or name that the server listens on. @default the loopback */
  readonly host?: string;
}

/** Puts the check before whatever answers the server's requests. */
export function refuseForeign(
  server: Server,
  allowed: Allowed,
  log?: (line: string) => void,
): void {
  const listeners = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const reason = foreignTo(request, allowed);
    if (reason === undefined) return listeners.forEach((listen) => void listen(request, response));
    log?.(`403 ${request.method} ${request.url}: ${reason}`);
    // The rest of the body is nobody's: the connection ends.
    response.writeHead(403, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify({ message: reason }));
  });
}

/** @returns why the request is refused; `undefined` when it is not */
function foreignTo(request: IncomingMessage, allowed: Allowed): string | undefined {
  const { host, origin } = request.headers;
  if (host !== undefined && !isNamed(allowed.host, host)) {
    return isLoopback(allowed.host ?? "localhost")
      ? `Host: ${host} is no name of this machine's loopback. Call 127.0.0.1 or localhost.`
      : `Host: ${host} is neither a name of the loopback nor what --host ${allowed.host} allows. Call this machine by its IP address.`;
  }
  if (origin === undefined || ["*", origin].includes(allowed.origin?.() ?? "")) return undefined;
  if (allowed.ownPages && origin === `http://${host}`) return undefined;
  return `Origin: ${origin} is another site, and the settings (api.cors) do not allow it.`;
}

/** Callers name the same host again and again. */
let last:
  | { readonly text: string; readonly listens?: string; readonly isKnown: boolean }
  | undefined;

function isNamed(listens: string | undefined, text: string): boolean {
  if (last?.text !== text || last.listens !== listens) {
    last = { text, listens, isKnown: names(listens, `http://${text}`) };
  }
  return last.isKnown;
}

/** Whoever listens there listens on all of this machine's. */
const isWildcard = (host: string) => /^(0\.0\.0\.0|\[?[0:]+\]?)$/.test(host);

/** Whether only this machine can call a server that listens there. */
export const isLoopback = (host: string) =>
  /^(localhost|.+\.localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

/** Whether the URL's host is a name of a server that listens on `host`. */
function names(host: string | undefined, url: string): boolean {
  const name = URL.canParse(url) ? new URL(url).hostname : "";
  if (isLoopback(name)) return true;
  if (host === undefined) return false;
  if (!isWildcard(host)) return name === new URL(urlOf(host)).hostname;
  // An address cannot be rebound; it may be a router's or a container's that passes the request on.
  return isIP(name.replace(/^\[|\]$/g, "")) !== 0 || name === hostname().toLowerCase();
}

/** @returns the URL at which this machine itself calls a server that listens on `host` */
export function urlOf(host: string, port = 80): string {
  if (isWildcard(host)) return `http://127.0.0.1:${port}`;
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
