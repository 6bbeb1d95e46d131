/** Describes a request as the function received it, for the path of `echo`. */
import { type HttpRequest, readBytes } from "../http/event";

/** Left out, so that a copied answer contains no secret. */
const secretNames =
  /^(authorization|cookie|x-api-key|x-amz-security-token|x-amz-credential|x-amz-signature)$/i;

/** @throws Problem `body-too-large`, as for any path */
export function describeRequest({ event, method, url, headers, query }: HttpRequest) {
  const harmless = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !secretNames.test(name)));
  readBytes(event);
  const { body, isBase64Encoded } = event;
  return {
    method,
    path: url,
    query: harmless(query),
    headers: harmless(headers),
    body,
    isBase64Encoded,
  };
}
