/** The HTTP server in front of API Gateway: limits a request's head, takes every method, and sends the answers. */
import {
  createServer,
  type IncomingMessage,
  METHODS,
  type OutgoingHttpHeaders,
  type RequestListener,
  type Server,
  ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { Socket } from "node:net";
import { Refusal } from "./refusal";
import type { HttpResult } from "./result";

/** Bytes of the request line and of the headers' values. */
const maxHeadSize = 10_240;

/** What answers behind the server. */
export interface Answers {
  readonly answer: RequestListener;
  /** The answer to a request with a method that Node does not know. */
  readonly answerUnknown: (method: string, url: string) => HttpResult;
}

/** Node's own limit, which also counts the names of headers; higher, so that the other is reached first. */
const serverOptions = { maxHeaderSize: 8 * maxHeadSize };

/** @returns a server that is not listening yet */
export function createFront({ answer, answerUnknown }: Answers): Server {
  const server = createServer(serverOptions, answer);
  takeAllMethods(server, answerUnknown);
  return server;
}

/** @throws Refusal 431 */
export function checkHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): void {
  let size = `${method} ${url} HTTP/${httpVersion}`.length;
  for (let i = 1; i < rawHeaders.length; i += 2) size += (rawHeaders[i] as string).length;
  if (size <= maxHeadSize) return;
  throw new Refusal(431, "FRONT", `HTTP header is larger than ${maxHeadSize} bytes.`);
}

export function send(response: ServerResponse, { status, headers, body }: HttpResult): void {
  const hasNoLength = status === 204 || status === 304 || response.req.method === "HEAD"; // RFC 9110, section 8.6
  if (!hasNoLength) response.setHeader("content-length", body.length);
  response.writeHead(status, headers as OutgoingHttpHeaders);
  response.end(body, "latin1"); // as the headers are
}

/**
 * Node emits another event for CONNECT, and refuses methods that are not registered with 400.
 * @param answer the answer to a request with a method that is not registered
 */
function takeAllMethods(
  server: Server,
  answer: (method: string, path: string) => HttpResult,
): void {
  server.on("connect", (request: IncomingMessage, socket: Socket) => {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on("finish", () => socket.end());
    server.emit("request", request, response);
  });
  server.on("clientError", (error: ParserError, socket) => {
    const line = /^([A-Z-]+) (\S+) HTTP\/1/.exec(error.rawPacket?.toString("latin1") ?? "");
    const [, method = "", path = ""] = line ?? [];
    // The packet may begin with a request that is already answered, and have its stray body behind it.
    const isUnknown = error.code === "HPE_INVALID_METHOD" && !METHODS.includes(method);
    if (!socket.writable || line === null || !isUnknown) return socket.destroy();
    socket.end(serialize(answer(method, path)));
  });
}

/** Of Node's HTTP parser. */
interface ParserError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

function serialize({ status, headers, body }: HttpResult): Buffer {
  const all = { ...headers, "content-length": body.length, connection: "close" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body as string)]);
}
