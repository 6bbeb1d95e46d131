import { identities, send, sign, startGateway } from "./guarded-gateway";

const stage = startGateway();
const known = {
  sourceIp: expect.stringContaining("127.0.0.1"),
  userAgent: "node",
};
const key = { "x-api-key": "local" };
const body = '{"operation":"ping"}';

test.each<[string, Record<string, string>, object]>([
  ["/open", {}, {}],
  ["/key", key, { apiKey: "local" }],
])("POST %s with %j tells the function %j", async (path, headers, identity) => {
  const response = await fetch(stage() + path, { method: "POST", headers, body });
  expect(response.status).toBe(200);
  expect(identities).toEqual([{ ...known, ...identity }]);
});

test("a signature and a key are asked for together, and tell the function both", async () => {
  const response = await send(await sign(`${stage()}/both`, { headers: key, body }));
  expect(response.status).toBe(200);
  expect(identities).toEqual([{ ...known, accessKey: "local", apiKey: "local" }]);
});

const authorizationMissing = [
  403,
  "MissingAuthenticationTokenException",
  "Missing Authentication Token",
];
const forbidden = [403, "ForbiddenException", "Forbidden"];
test.each<[string, Record<string, string>, unknown[]]>([
  ["/DynamoDBManager", {}, authorizationMissing],
  ["/both", key, authorizationMissing],
  ["/key", {}, forbidden],
  ["/key", { "x-api-key": "other" }, forbidden],
  [
    "/pool",
    { authorization: "token" },
    [
      401,
      "UnauthorizedException",
      "Only the cloud can check COGNITO_USER_POOLS. Start without --auth to call this method here.",
    ],
  ],
])("POST %s with %j is refused before its body is looked at", async (path, headers, expected) => {
  const response = await fetch(stage() + path, { method: "POST", headers, body: "no envelope" });
  const { detail } = (await response.json()) as { detail: string };
  expect([response.status, response.headers.get("x-amzn-errortype"), detail]).toEqual(expected);
  expect(identities).toEqual([]);
});

test("a signature does not stand for a key", async () => {
  const response = await send(await sign(`${stage()}/both`, { body }));
  expect(response.headers.get("x-amzn-errortype")).toBe("ForbiddenException");
});
