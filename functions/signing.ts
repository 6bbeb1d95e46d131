/** Signs requests to DynamoDB with the credentials that Lambda puts into the environment. */
import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import { readRegion } from "./endpoint";

interface Args {
  readonly request: {
    readonly hostname: string;
    readonly port?: number;
    readonly headers: Record<string, string>;
    readonly body: string | Uint8Array;
  };
}

type Next = (args: Args) => unknown;

/** A step of the client's middleware: gives each attempt its headers and its signature. */
export function createSigning(): (next: Next) => Next {
  const signer = new SignatureV4({
    service: "dynamodb",
    region: async () => readRegion(),
    credentials: readCredentials,
    sha256: Sha256 as never, // the interface allows more kinds of data than the signer gives
  });
  return (next) => async (args) => {
    const { hostname, port, headers, body } = args.request;
    headers["host"] = port ? `${hostname}:${port}` : hostname;
    headers["content-length"] = String(Buffer.byteLength(body));
    headers["user-agent"] = userAgent;
    return next({ ...args, request: (await signer.sign(args.request as never)) as never });
  };
}

const userAgent = `lang/js md/nodejs#${process.versions.node}`;

/** @throws Error when the environment has no credentials */
async function readCredentials() {
  const { env } = process;
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = env["AWS_SESSION_TOKEN"];
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, sessionToken };
  throw Object.assign(new Error("The environment has no credentials."), {
    name: "CredentialsProviderError",
  });
}

type Data = string | Uint8Array;

/** The signer's interface to Node's hashes. The SDK's own class brings a second implementation. */
class Sha256 {
  readonly #hash;

  constructor(secret?: Data) {
    this.#hash = secret ? createHmac("sha256", secret) : createHash("sha256");
  }

  update(data: Data): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}
