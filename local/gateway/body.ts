/** Reads a request's body, decompresses it, and makes it the text that an event can hold. */
import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { readBody } from "../read-body";
import { Refusal } from "./refusal";

/** Bytes. API Gateway's limit for a request. */
const maxBodySize = 10 * 1024 * 1024;

/** @throws Refusal 413, and an error when the caller goes away */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const bytes = await readBody(request, maxBodySize);
  if (bytes !== undefined) return bytes;
  throw new Refusal(413, "FRONT", `HTTP content length exceeded ${maxBodySize} bytes.`);
}

const decoders = new Map([
  ["gzip", promisify<Buffer, object, Buffer>(gunzip)],
  ["deflate", promisify<Buffer, object, Buffer>(inflate)],
]);

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-make-request-with-compressed-payload.html
 * @param coding the header `Content-Encoding`
 * @throws Refusal 415 when the coding is another one, or the body does not have it
 */
export async function decompress(body: Buffer, coding: string): Promise<Buffer> {
  const name = coding.trim().toLowerCase();
  if (body.length === 0 || name === "identity") return body;
  const decode = decoders.get(name);
  if (decode === undefined) throw unsupported(`Content-Encoding is ${name}, not gzip or deflate.`);
  try {
    return await decode(body, { maxOutputLength: maxBodySize });
  } catch (error) {
    throw unsupported(`The body is no ${name}: ${(error as Error).message}`);
  }
}

export const unsupported = (reason: string) =>
  new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type", { reason });

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html */
export function isBinary(type: string, binaryMediaTypes: readonly string[]): boolean {
  const [main] = type.split("/");
  return binaryMediaTypes.some((one) => one === type || one === "*/*" || one === `${main}/*`);
}

/**
 * Where API Gateway would put U+FFFD in place of bytes that are no UTF-8, this throws: the loss is always a mistake.
 * @throws Refusal 400
 */
export function readText(body: Buffer, type: string): string {
  if (isUtf8(body)) return body.toString("utf8");
  throw new Refusal(400, "BAD_REQUEST_BODY", "Invalid request body", {
    reason: `The body is no UTF-8, and ${type} is none of the API's binary media types.`,
  });
}
