/** A request as the function saw it, for who asks what arrives. */
import { type HttpRequest, readBytes } from "../http/event";

/** Nobody should find a password in a page that shows what was sent. */
const secretNames =
  /^(authorization|cookie|x-api-key|x-amz-security-token|x-amz-credential|x-amz-signature)$/i;

/** @throws Problem `body-too-large`, as any path does */
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
