/** Compresses an answer for a caller that asks for it, if the API's minimum size says so. */
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { deflate, gzip, type InputType } from "node:zlib";
import type { HttpResult } from "./result";

const encoders = new Map([
  ["gzip", promisify<InputType, Buffer>(gzip)],
  ["deflate", promisify<InputType, Buffer>(deflate)],
]);

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-receive-response-with-compressed-payload.html
 * @param minimumSize bytes
 */
export async function compress(
  result: HttpResult,
  { headers: { "accept-encoding": accepted } }: IncomingMessage,
  minimumSize: number,
): Promise<HttpResult> {
  if (result.body.length < minimumSize) return result;
  const isEncoded = Object.keys(result.headers).some(
    (name) => name.toLowerCase() === "content-encoding",
  );
  const coding = preferredCoding(String(accepted ?? ""));
  const encode = encoders.get(coding);
  if (isEncoded || encode === undefined) return result;
  const headers = { ...result.headers, "content-encoding": coding };
  return { ...result, headers, body: await encode(result.body) };
}

/** If it is none of API Gateway's, nothing is compressed. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
function preferredCoding(accepted: string): string {
  const codings = accepted
    .toLowerCase()
    .split(",")
    .map((text) => {
      const [name = "", ...parameters] = text.split(";").map((part) => part.trim());
      const weight = parameters.find((part) => part.startsWith("q="));
      return { name, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
    });
  const [first] = codings.sort((a, b) => b.weight - a.weight); // stable: of equals, the first
  return first !== undefined && first.weight > 0 ? first.name : "";
}
