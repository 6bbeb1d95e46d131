/** Describes a request as the function received it, for the path of `echo`. */
import { type HttpRequest, readBytes } from "../http/event";
import { credentialHeaders } from "../http/headers";

/** @throws Problem `body-too-large`, as for any path */
export function describeRequest({ event, method, url, headers, parameters }: HttpRequest) {
  const harmless = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !isSecret(name)));
  readBytes(event); // only for its limit
  const { body, isBase64Encoded } = event;
  return {
    method,
    path: url,
    query: harmless(Object.fromEntries(parameters)),
    headers: harmless(headers),
    body,
    isBase64Encoded,
  };
}

/** Left out, so that a copied answer contains no secret. */
const isSecret = (name: string) =>
  credentialHeaders.includes(name.toLowerCase()) || otherCredentials.test(name);

/** AWS has more of them than a list can name, such as `x-amz-s3session-token`. */
const otherCredentials = /^x-amzn?-.*(credential|signature|token|secret)/i;
