/**
 * Keeps web pages of other sites away from the servers of this machine. Any page that a developer visits can send a
 * form or a simple request to 127.0.0.1, and by DNS rebinding (a name that first is the page's and then is 127.0.0.1)
 * read the answer. https://fetch.spec.whatwg.org/#origin-header
 */
import type { IncomingMessage, RequestListener, Server } from "node:http";

interface Allowed {
  /** The origin that the API's CORS headers allow, or `*`. @default none */
  readonly origin?: () => string | undefined;
  /** Whether pages that this server itself serves may call. @default false */
  readonly ownPages?: boolean;
}

/** @returns why the request is refused; `undefined` when it is not */
function foreignTo(request: IncomingMessage, allowed: Allowed): string | undefined {
  const { host, origin } = request.headers;
  if (host !== undefined && !isLocal(`http://${host}`)) {
    return `Host: ${host} is no name of this machine's loopback. Call 127.0.0.1 or localhost.`;
  }
  if (origin === undefined || ["*", origin].includes(allowed.origin?.() ?? "")) return undefined;
  if (allowed.ownPages && origin === `http://${host}`) return undefined;
  return `Origin: ${origin} is another site, and the settings (api.cors) do not allow it.`;
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

function isLocal(url: string): boolean {
  const name = URL.canParse(url) ? new URL(url).hostname : "";
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(name);
}
