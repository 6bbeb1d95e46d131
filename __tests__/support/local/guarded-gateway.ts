/** A gateway that authorizes, with a route of each kind; and the SDK's signer. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";
import { startGateway } from "./test-gateway";

export const credentials = {
  accessKeyId: "local",
  secretAccessKey: "local",
  fromEnvironment: false,
};

/** Listens for the tests of a file. */
export const startGuarded = (own: typeof credentials & { sessionToken?: string } = credentials) =>
  startGateway({
    credentials: own,
    routes: [
      { method: "ANY", path: "/signed/{proxy+}", models: {} },
      { path: "/both", apiKeyRequired: true },
      { path: "/open", authorization: "NONE" },
    ],
  });

const { sha256 } = new DynamoDBClient({}).config;

export interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

interface SigningProps {
  readonly checksum?: boolean;
  readonly sessionToken?: string;
  /** The beginning of a minute, so that a test can change the second without changing the day. */
  readonly date?: Date;
  /** Seconds that a presigned URL is good for. */
  readonly expiresIn?: number;
}

const thisMinute = () => new Date(Math.floor(Date.now() / 60_000) * 60_000);

function prepare(target: string, { method = "POST", headers = {}, body }: Partial<Signed>) {
  const url = new URL(target);
  const query: Record<string, string[]> = {};
  for (const name of url.searchParams.keys()) query[name] = url.searchParams.getAll(name);
  const { protocol, hostname, pathname: path, host } = url;
  return { method, protocol, hostname, path, query, headers: { host, ...headers }, body };
}

const signer = ({ checksum = true, sessionToken }: SigningProps) =>
  new SignatureV4({
    service: "execute-api",
    region: "us-east-1",
    credentials: { ...credentials, sessionToken },
    sha256,
    applyChecksum: checksum,
  });

/** Signs as the SDK does. */
export async function sign(
  target: string,
  request: Partial<Signed> = {},
  props: SigningProps = {},
): Promise<Signed> {
  const prepared = prepare(target, request);
  const { date: signingDate = thisMinute() } = props;
  const { method, headers, body } = await signer(props).sign(prepared, { signingDate });
  return { url: new URL(target).href, method, body, headers };
}

/** @returns a URL that the SDK has presigned for a GET, in the next ten minutes by default */
export async function presign(target: string, props: SigningProps = {}): Promise<string> {
  const prepared = prepare(target, { method: "GET" });
  const { date: signingDate = thisMinute(), expiresIn = 600 } = props;
  const { query } = await signer(props).presign(prepared, { signingDate, expiresIn });
  const url = new URL(target);
  url.search = new URLSearchParams(query as Record<string, string>).toString();
  return url.href;
}

export const send = ({ url, ...request }: Signed) => fetch(url, request);
