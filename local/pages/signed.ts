/**
 * `/_signed/…`: what the server's own pages send under --auth. The request is signed with the server's dummy
 * credentials, which are no secret, and sent to the API on the same port. It is not for other pages, nor for navigation.
 */
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as sendRequest,
} from "node:http";
import { pipeline } from "node:stream";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";
import { localApiKey } from "../auth/authorization";
import type { Credentials } from "../auth/credentials";
import { readBody } from "../read-body";
import type { Service } from "../service/service";

export interface SignerProps {
  readonly service: Service;
  /** Given, callers of the API are checked. */
  readonly credentials?: Credentials;
}

export const signedPrefix = "/_signed";

export const isSigned = (path: string) => path.startsWith(`${signedPrefix}/`);

/** The SDK's own, so that no other package is needed. */
const { sha256 } = new DynamoDBClient({}).config;

/** Bytes. More than API Gateway takes (10 MB), so that it is the API that refuses a larger body. */
const maxBodySize = 11 * 1024 * 1024;

/** Why the pages cannot call the API; `undefined` when they can. */
export function refusalOf(credentials: Credentials | undefined): string | undefined {
  if (credentials === undefined || !credentials.fromEnvironment) return undefined;
  return (
    "--auth checks signatures with the credentials of the environment. They are secret, so this page may not " +
    "sign with them. Start without AWS_ACCESS_KEY_ID to use this page under --auth."
  );
}

export async function forwardSigned(
  request: IncomingMessage,
  response: ServerResponse,
  props: SignerProps,
): Promise<void> {
  const path = (request.url as string).slice(signedPrefix.length);
  // A browser sends this header to every server of this machine, and no page can change it.
  const isOwn = request.headers["sec-fetch-site"] === "same-origin" && isOfThisMachine(request);
  const isOfStage = path.startsWith(`/${props.service.stage}/`);
  const refusal =
    isOwn && isOfStage
      ? refusalOf(props.credentials)
      : "This path takes only what the server's own pages send to the API.";
  if (refusal !== undefined) return refuse(response, 403, refusal);
  const body = await readBody(request, maxBodySize);
  if (body === undefined) return refuse(response, 413, "The body is too large.");
  const signed = await sign(request, path, body, props);
  const forwarded = sendRequest({
    host: request.socket.localAddress,
    port: request.socket.localPort,
    method: request.method,
    path,
    headers: {
      ...endToEnd(request.headers),
      ...signed,
      "content-length": body.length,
      "x-api-key": localApiKey,
    },
  });
  forwarded.on("response", (answer) => {
    response.writeHead(answer.statusCode as number, endToEnd(answer.headers));
    pipeline(answer, response, () => {});
  });
  forwarded.on("error", () => response.destroy()); // the server is stopping
  forwarded.end(body);
}

/** Not of another machine, which --host lets in: a program there can send any header. */
const isOfThisMachine = ({ socket }: IncomingMessage) =>
  /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? "");

/** Without the headers of one connection (RFC 9110, section 7.6.1). */
function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection, "keep-alive": keepAlive, "transfer-encoding": encoding, ...others } = headers;
  return others;
}

/** @returns the headers to add */
async function sign(
  { method = "GET", headers }: IncomingMessage,
  url: string,
  body: Buffer,
  { credentials, service }: SignerProps,
): Promise<Record<string, string>> {
  const { host = "" } = headers;
  if (credentials === undefined) return { host };
  const signer = new SignatureV4({
    service: "execute-api",
    region: service.region,
    credentials,
    sha256,
  });
  const [path = "", ...rest] = url.split("?");
  const parameters = new URLSearchParams(rest.join("?"));
  const query = Object.fromEntries(
    [...parameters.keys()].map((name) => [name, parameters.getAll(name)]),
  );
  const parts = { method, protocol: "http:", hostname: host, path, query, headers: { host }, body };
  return (await signer.sign(parts)).headers;
}

function refuse(response: ServerResponse, status: number, detail: string): void {
  const body = JSON.stringify({ title: "The API was not called", status, detail });
  response.writeHead(status, {
    "content-type": "application/problem+json",
    "content-length": Buffer.byteLength(body),
    connection: "close", // the rest of the request's body is not read
  });
  response.end(body);
}
