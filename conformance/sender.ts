/** Sends requests to the API, signed for `AWS_IAM` if there are credentials. */
import { setTimeout as wait } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";

export interface Request {
  readonly method: string;
  /** As it is sent, with its query; the document's paths begin here. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @throws Error when there is no answer */
export type Send = (request: Request) => Promise<Answer>;

/** Milliseconds. A cold function answers in less. */
export const patience = 30_000;

/** Too many requests, or the service is starting: times that a request is sent, and milliseconds before the second. */
const tries = { most: 6, pause: 250 };
const again = [429, 503];

/** Bytes. API Gateway sends 10 MB at most: what is larger comes from something else, and could fill the memory. */
const largest = 10 * 2 ** 20;

/** @param base the URL before the document's paths; its host contains the region, unless it is a custom domain */
export async function createSender(base: string): Promise<Send> {
  const sign = await createSigner(new URL(base));
  const once = async (request: Request): Promise<Answer> => {
    const { method, path, body } = request;
    const headers = await sign(request);
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(`${base}${path}`, {
      method,
      headers,
      body,
      signal,
      redirect: "manual",
    });
    const { status } = response;
    return {
      status,
      headers: Object.fromEntries(response.headers),
      body: await readText(response),
    };
  };
  return async (request) => {
    for (let i = 1; ; i++) {
      const answer = await once(request);
      if (!again.includes(answer.status) || i === tries.most) return answer;
      const asked = Number(answer.headers["retry-after"]) * 1000 || 0; // it may be a date
      await wait(Math.min(Math.max(asked, tries.pause * 2 ** (i - 1)), patience));
    }
  };
}

/** @throws Error when the body is too large */
export async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > largest) throw new Error("The answer is larger than 10 MiB");
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** The stack's default. */
const defaultRegion = "us-east-1";

type Sign = (request: Request) => Promise<Record<string, string>>;

/**
 * `API_KEY` and `ID_TOKEN` are sent if they are set, as in the deploy's curl line. Without a token,
 * the request is signed with the credentials that the SDK finds (environment, profile, SSO, container,
 * instance).
 */
async function createSigner({ protocol, host, pathname, hostname }: URL): Promise<Sign> {
  const { API_KEY, ID_TOKEN } = process.env;
  const plain = (own: Request["headers"] = {}) => ({
    ...own,
    ...(API_KEY && { "x-api-key": API_KEY }),
    ...(ID_TOKEN && { authorization: ID_TOKEN }),
  });
  const unsigned: Sign = async ({ headers }) => plain(headers);
  if (ID_TOKEN) return unsigned;
  const hostRegion = /\.execute-api\.([\w-]+)\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1];
  // Finds credentials and a region as every client of the SDK does; it sends nothing.
  const { config } = new DynamoDBClient(hostRegion ? { region: hostRegion } : {});
  const region = hostRegion ?? (await config.region().catch(() => defaultRegion));
  const credentials = await config.credentials().catch(() => undefined);
  if (credentials === undefined) return unsigned;
  const signer = new SignatureV4({
    service: "execute-api",
    region,
    credentials,
    sha256: config.sha256,
  });
  return async ({ method, path: below, headers: own, body }) => {
    const [path = "", search = ""] = `${pathname.replace(/\/$/, "")}${below}`.split("?");
    const query = queryOf(search);
    const headers = { ...plain(own), host };
    return (await signer.sign({ method, protocol, hostname, path, query, headers, body })).headers;
  };
}

function queryOf(search: string): Record<string, string[]> {
  const parameters = new URLSearchParams(search);
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(names.map((name) => [name, parameters.getAll(name)]));
}
