/** Sends requests to the API, signed for `AWS_IAM` if there are credentials. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";

export interface Received {
  readonly status: number;
  readonly body: string;
}

/** @param body of a POST to the resource; `undefined` for a GET of `path` below it */
export type Send = (body: string | undefined, path?: string) => Promise<Received>;

/** @param url of the resource; its host contains the region, unless it is a custom domain */
export async function createSender(url: string): Promise<Send> {
  const sign = await createSigner(new URL(url));
  return async (body, path = "") => {
    const method = body === undefined ? "GET" : "POST";
    const headers = await sign(method, path, body);
    const signal = AbortSignal.timeout(30_000);
    const response = await fetch(`${url}${path}`, { method, headers, body, signal });
    return { status: response.status, body: await response.text() };
  };
}

/** The stack's default. */
const defaultRegion = "us-east-1";

type Sign = (method: string, path: string, body?: string) => Promise<Record<string, string>>;

/**
 * `API_KEY` and `ID_TOKEN` are sent if they are set, as in the deploy's curl line. Without a token,
 * the request is signed with the credentials that the SDK finds (environment, profile, SSO, container,
 * instance).
 */
async function createSigner({ protocol, host, pathname, hostname }: URL): Promise<Sign> {
  const { API_KEY, ID_TOKEN } = process.env;
  const plain = {
    host,
    "content-type": "application/json",
    ...(API_KEY && { "x-api-key": API_KEY }),
    ...(ID_TOKEN && { authorization: ID_TOKEN }),
  };
  if (ID_TOKEN) return async () => plain;
  const hostRegion = /\.execute-api\.([\w-]+)\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1];
  const { config } = new DynamoDBClient(hostRegion ? { region: hostRegion } : {});
  const region = hostRegion ?? (await config.region().catch(() => defaultRegion));
  const credentials = await config.credentials().catch(() => undefined);
  if (credentials === undefined) return async () => plain;
  const signer = new SignatureV4({
    service: "execute-api",
    region,
    credentials,
    sha256: config.sha256,
  });
  return async (method, below, body) => {
    const path = `${pathname}${below}`;
    return (await signer.sign({ method, protocol, hostname, path, headers: plain, body })).headers;
  };
}
