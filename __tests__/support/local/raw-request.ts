/** Requests with path and headers exactly as they are given, which `fetch` does not allow. */
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";

export interface RawAnswer {
  readonly status?: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** @param origin such as `http://127.0.0.1:3000` */
export function sendRaw(
  origin: string,
  path: string,
  { method = "GET", headers = {}, body = "" } = {},
): Promise<RawAnswer> {
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(origin);
    const request = httpRequest({ hostname, port, path, method, headers }, async (response) => {
      const text = (await response.toArray()).join("");
      done({ status: response.statusCode, headers: response.headers, text });
    });
    request.on("error", fail);
    request.end(body);
  });
}
