/** Whom `--auth` lets in, by the authorization of the method, and what the function learns of the caller. */
import {
  credentials,
  presign,
  send,
  sign,
  startGuarded,
} from "../../support/local/guarded-gateway";
import { startGateway } from "../../support/local/test-gateway";

const key = { "x-api-key": "local" };
const body = '{"operation":"ping"}';
const refusal = async (response: Response) => {
  const { detail } = (await response.json()) as { detail: string };
  return [response.status, response.headers.get("x-amzn-errortype"), detail];
};
const identityIn = ({ events }: ReturnType<typeof startGateway>) =>
  events.map(({ requestContext }) => requestContext.identity);
const caller = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: "127.0.0.1",
  user: null,
  userAgent: "node",
  userArn: null,
};
const withKey = { apiKey: "local", apiKeyId: "local" };
const user = {
  accessKey: "local",
  accountId: "000000000000",
  caller: "local",
  user: "local",
  userArn: "arn:aws:iam::000000000000:user/local",
};
const unsigned = [403, "MissingAuthenticationTokenException", "Missing Authentication Token"];
const forbidden = [403, "ForbiddenException", "Forbidden"];

describe("--auth asks for a signature where the API does", () => {
  const gateway = startGuarded();

  test.each(["/DynamoDBManager", "/DynamoDBManager/LambdaTable", "/other", "/", "/both"])(
    "of everybody who calls %s, before the body is looked at",
    async (path) => {
      const headers = { ...key, "content-type": "application/json" };
      const request = { method: "POST", headers, body: "no envelope" };
      expect(await refusal(await fetch(gateway.stage + path, request))).toStrictEqual(unsigned);
      expect(gateway.events).toStrictEqual([]);
    },
  );

  test("and of nobody who calls what is open", async () => {
    const response = await fetch(`${gateway.stage}/open`, { method: "POST", body });
    expect(response.status).toBe(200);
    expect(identityIn(gateway)).toStrictEqual([caller]);
  });

  test("and for a key as well where it does, and tells the function both", async () => {
    const response = await send(await sign(`${gateway.stage}/both`, { headers: key, body }));
    expect(response.status).toBe(200);
    expect(identityIn(gateway)).toStrictEqual([{ ...caller, ...user, ...withKey }]);
  });

  test("and takes a signature for no key", async () => {
    const response = await send(await sign(`${gateway.stage}/both`, { body }));
    expect(await refusal(response)).toStrictEqual(forbidden);
  });
});

describe.each([
  ["an hour old", -60, "Signature expired: "],
  ["an hour ahead", 60, "Signature not yet current: "],
])("a signature that is %s by the server's clock", (_, minutes, detail) => {
  const gateway = startGuarded();
  const date = new Date(Date.now() + minutes * 60_000);
  const expected = [403, "InvalidSignatureException", expect.stringContaining(detail)];

  test("is refused, whatever the caller's Date is", async () => {
    const request = await sign(`${gateway.stage}/signed/a`, {}, { date });
    const headers = { ...request.headers, date: date.toUTCString() };
    expect(await refusal(await send({ ...request, headers }))).toStrictEqual(expected);
  });

  test("is refused in a presigned URL, too", async () => {
    const url = await presign(`${gateway.stage}/signed/a`, { date });
    expect(await refusal(await fetch(url))).toStrictEqual(expected);
  });
});

describe("a presigned URL", () => {
  const gateway = startGuarded();

  test("may be valid for a week, and is admitted on its sixth day", async () => {
    const date = new Date(Date.now() - 6 * 24 * 60 * 60_000);
    const url = await presign(`${gateway.stage}/signed/a`, { date, expiresIn: 604_800 });
    expect((await fetch(url)).status).toBe(200);
  });
});

describe("temporary credentials", () => {
  const gateway = startGuarded({ ...credentials, sessionToken: "a+token=" });
  const target = () => `${gateway.stage}/signed/a?b=1`;
  const unknown = [
    403,
    "UnrecognizedClientException",
    "The security token included in the request is invalid.",
  ];

  test.each([
    ["their session token are let in", "a+token=", 200],
    ["another one are refused", "other", 403],
    ["none are refused", undefined, 403],
  ])("a signed request and a presigned URL with %s", async (_, sessionToken, status) => {
    const signed = await send(await sign(target(), {}, { sessionToken }));
    const presigned = await fetch(await presign(target(), { sessionToken }));
    expect([signed.status, presigned.status]).toStrictEqual([status, status]);
    if (status === 200) return;
    expect(await refusal(signed)).toStrictEqual(unknown);
    expect(await refusal(presigned)).toStrictEqual(unknown);
  });
});

describe("of an API whose setting is the API key, --auth", () => {
  const gateway = startGateway({ settings: { api: { auth: "apiKey" } }, credentials });
  const post = (headers: Record<string, string>) =>
    fetch(`${gateway.stage}/DynamoDBManager`, { method: "POST", headers, body });

  test.each<Record<string, string>>([
    {},
    { "x-api-key": "" },
    { "x-api-key": "other" },
    { "x-api-key": "Local" },
  ])("lets nobody in with %j", async (headers) => {
    expect(await refusal(await post(headers))).toStrictEqual(forbidden);
    expect(gateway.events).toStrictEqual([]);
  });

  test("admits callers with the local key, which the event contains", async () => {
    expect((await post(key)).status).toBe(200);
    expect(identityIn(gateway)).toStrictEqual([{ ...caller, ...withKey }]);
  });
});

describe("of an API whose setting is Cognito, --auth", () => {
  const api = { auth: "cognito", cors: { origin: "*" } } as const;
  const gateway = startGateway({ settings: { api }, credentials });

  test("lets nobody in, and says that only the cloud can check that", async () => {
    const headers = { authorization: "token" };
    const response = await fetch(`${gateway.stage}/DynamoDBManager`, { headers });
    expect(await refusal(response)).toStrictEqual([
      401,
      "UnauthorizedException",
      "Only the cloud can check COGNITO_USER_POOLS. Start without --auth to call this method here.",
    ]);
    expect(gateway.events).toStrictEqual([]);
  });

  test("lets a browser ask first what it may do", async () => {
    const response = await fetch(`${gateway.stage}/DynamoDBManager`, { method: "OPTIONS" });
    expect(response.status).toBe(200);
  });
});
