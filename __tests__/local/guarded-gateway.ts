/** A gateway that authorizes, with a route of each kind and no function behind; and the SDK's signer. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SignatureV4 } from "@smithy/signature-v4";
import { createAuthorizer } from "../../local/authorization";
import { createGateway } from "../../local/gateway";
import { listen, stop } from "../../local/listen";
import { type Route, readService } from "../../local/service";
import { parseTerraform } from "../../local/terraform";
import { synthesize } from "../infra/synthesize";

export const service = readService(parseTerraform(synthesize().json, "/stack"));
const route = (change: Partial<Route>) => ({ ...(service.routes[0] as Route), ...change });
const credentials = { accessKeyId: "local", secretAccessKey: "local", fromEnvironment: false };
/** Of the requests that were let in. */
export const identities: unknown[] = [];
const gateway = createGateway({
  service: {
    ...service,
    routes: [
      ...service.routes,
      route({ method: "ANY", path: "/signed/{proxy+}", models: {} }),
      route({ path: "/key", authorization: "NONE", apiKeyRequired: true }),
      route({ path: "/both", apiKeyRequired: true }),
      route({ path: "/pool", authorization: "COGNITO_USER_POOLS" }),
      route({ path: "/open", authorization: "NONE" }),
    ],
  },
  authorize: createAuthorizer({ region: service.region, credentials }),
  invoke: async (_, event) => {
    const { requestContext } = event as { requestContext: { identity: unknown } };
    identities.push(requestContext.identity);
    return { payload: '{"statusCode":200}' };
  },
  log: (line) => {
    throw new Error(line);
  },
});

/** Listens for the tests of a file. @returns the stage's URL, once there is one */
export function startGateway(): () => string {
  let stage = "";
  beforeAll(async () => {
    stage = `http://127.0.0.1:${await listen(gateway, 0, "127.0.0.1")}/prod`;
  });
  beforeEach(() => {
    identities.length = 0;
  });
  afterAll(() => stop(gateway));
  return () => stage;
}

const { sha256 } = new DynamoDBClient({}).config;

export interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** Signs as the SDK does. */
export async function sign(
  target: string,
  { method = "POST", headers = {}, body }: Partial<Signed> = {},
  { checksum = true } = {},
): Promise<Signed> {
  const url = new URL(target);
  const query: Record<string, string[]> = {};
  for (const name of url.searchParams.keys()) query[name] = url.searchParams.getAll(name);
  const signer = new SignatureV4({
    service: "execute-api",
    region: service.region,
    credentials,
    sha256,
    applyChecksum: checksum,
  });
  // The beginning of a minute, so that a test can change the second without changing the day.
  const signingDate = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  const request = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query,
      headers: { host: url.host, ...headers },
      body,
    },
    { signingDate },
  );
  return { url: url.href, method, body, headers: request.headers };
}

export const send = ({ url, ...request }: Signed) => fetch(url, request);
