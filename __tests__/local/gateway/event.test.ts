/** The event's headers and context: what of a request the function sees, and what API Gateway adds. */
import { credentials } from "../../support/local/guarded-gateway";
import { sendRaw } from "../../support/local/raw-request";
import { startGateway } from "../../support/local/test-gateway";

const gateway = startGateway({ routes: [{ path: "/open", method: "ANY", authorization: "NONE" }] });
const send = (headers: [string, string][], path = "/prod/DynamoDBManager") =>
  sendRaw(gateway.stage, { path, headers });
const port = () => new URL(gateway.stage).port;
const host = () => new URL(gateway.stage).host;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test("AWS validates: of a caller's headers, the function sees these (localstack's suite, REGIONAL)", async () => {
  await send(
    [
      ["Accept", "application/json"],
      ["Accept-Charset", "UTF-8"],
      ["Accept-Encoding", "br"],
      ["Age", "1"],
      ["authorization", "Unauthorized"],
      ["Content-Encoding", "deflate"],
      ["Content-MD5", "a"],
      ["Content-Type", "application/json"],
      ["Date", "a date"],
      ["Expect", "100-continue"],
      ["Max-Forwards", "2"],
      ["Pragma", "cache"],
      ["Proxy-Authenticate", "Basic"],
      ["Range", "bytes=500-999"],
      ["Referer", "https://example.com/"],
      ["Server", "a"],
      ["TE", "deflate"],
      ["Trailer", "Expires"],
      ["Upgrade", "HTTP/2.0"],
      ["user-agent", "me"],
      ["Via", "p.example.net"],
      ["Warn", "299"],
      ["WWW-Authenticate", "Basic"],
      ["tEsT-HEADeR", "aValUE"],
    ],
    "/prod/open",
  );
  const headers = {
    Accept: "application/json",
    "Accept-Charset": "UTF-8",
    "Accept-Encoding": "br",
    Age: "1",
    Authorization: "Unauthorized",
    "Content-Encoding": "deflate",
    "Content-Type": "application/json",
    Date: "a date",
    Host: host(),
    Pragma: "cache",
    Range: "bytes=500-999",
    Referer: "https://example.com/",
    "User-Agent": "me",
    Via: "p.example.net",
    Warn: "299",
    "X-Amzn-Trace-Id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Port": port(),
    "X-Forwarded-Proto": "http",
    "tEsT-HEADeR": "aValUE",
  };
  expect(gateway.events[0]?.headers).toStrictEqual(headers);
  expect(gateway.events[0]?.multiValueHeaders).toStrictEqual(
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  );
});

test("AWS was captured: a caller's X-Forwarded-For is followed by the true address, its port and protocol are not passed on", async () => {
  await send([
    ["X-Forwarded-For", "1.1.1.1"],
    ["x-forwarded-for", "2.2.2.2, 3.3.3.3"],
    ["X-Forwarded-Port", "4431"],
    ["X-Forwarded-Proto", "https"],
  ]);
  const addresses = "1.1.1.1, 2.2.2.2, 3.3.3.3, 127.0.0.1";
  expect(gateway.events).toMatchObject([
    {
      headers: {
        "X-Forwarded-For": addresses,
        "X-Forwarded-Port": port(),
        "X-Forwarded-Proto": "http",
      },
      multiValueHeaders: { "X-Forwarded-For": [addresses], "X-Forwarded-Proto": ["http"] },
      requestContext: { identity: { sourceIp: "127.0.0.1" } },
    },
  ]);
  const names = Object.keys(gateway.events[0]?.headers ?? {});
  expect(names.filter((name) => name.toLowerCase().startsWith("x-forwarded"))).toHaveLength(3);
});

const root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8";
test.each([root, `${root};Parent=7fa8c0f79203be72;Sampled=1`])(
  "AWS validates: the caller's trace %s is continued (localstack's suite)",
  async (trace) => {
    const { headers } = await send([["x-amzn-trace-id", trace]]);
    expect(gateway.events).toMatchObject([{ headers: { "X-Amzn-Trace-Id": trace } }]);
    expect(headers["x-amzn-trace-id"]).toStrictEqual([trace]);
  },
);

test.each(["Root=1-a-b", "Self=1", `${root}\t, ${root}`, "x".repeat(1000)])(
  "a caller's %s is no trace, and replaced",
  async (trace) => {
    await send([["x-amzn-trace-id", trace]]);
    const given = gateway.events[0]?.headers["X-Amzn-Trace-Id"];
    expect(given).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    expect(root).not.toContain(given);
  },
);

describe("AWS important notes: the Authorization header is not passed on", () => {
  test.each([
    ["of a method with AWS_IAM", "/prod/DynamoDBManager", "Bearer abc"],
    ["that is a signature, of an open method", "/prod/open", "AWS4-HMAC-SHA256 Credential=a"],
  ])("%s", async (_, path, authorization) => {
    await send([["Authorization", authorization]], path);
    const [event] = gateway.events;
    expect(Object.keys({ ...event?.headers, ...event?.multiValueHeaders })).not.toContainEqual(
      expect.stringMatching(/^authorization$/i),
    );
  });

  test("but a token of an open method is", async () => {
    await send([["Authorization", "Bearer abc"]], "/prod/open");
    expect(gateway.events).toMatchObject([{ headers: { Authorization: "Bearer abc" } }]);
  });
});

test("AWS validates: the request's context has all its members (localstack's suite, live captures)", async () => {
  const before = Date.now();
  const { headers } = await send([["User-Agent", "me"]]);
  const context = gateway.events[0]?.requestContext;
  const time = context?.requestTimeEpoch ?? 0;
  expect(context).toStrictEqual({
    accountId: expect.stringMatching(/^\d{12}$/),
    apiId: "local",
    deploymentId: expect.any(String),
    domainName: host(),
    domainPrefix: "local",
    extendedRequestId: expect.stringMatching(/^[\w+/]{15}=$/),
    httpMethod: "GET",
    identity: {
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
      userAgent: "me",
      userArn: null,
    },
    path: "/prod/DynamoDBManager",
    protocol: "HTTP/1.1",
    requestId: expect.stringMatching(uuid),
    requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
    requestTimeEpoch: expect.any(Number),
    resourceId: expect.stringMatching(/^[0-9a-z]{6}$/),
    resourcePath: "/DynamoDBManager",
    stage: "prod",
  });
  expect(time).toBeGreaterThanOrEqual(before);
  expect(time).toBeLessThanOrEqual(Date.now());
  const [date = "", ...clock] = String(context?.requestTime).split(":");
  const written = Date.parse(`${date.replaceAll("/", " ")} ${clock.join(":")}`);
  expect(written).toBe(Math.floor(time / 1000) * 1000);
  expect(headers["x-amzn-requestid"]).toStrictEqual([context?.requestId]);
  expect(headers["x-amz-apigw-id"]).toStrictEqual([context?.extendedRequestId]);
});

test("resources have different ids, and each keeps its own", async () => {
  const paths = ["/prod/DynamoDBManager", "/prod/DynamoDBManager/a", "/prod/DynamoDBManager"];
  for (const path of paths) await send([], path);
  const [first, second, third] = gateway.events.map(({ requestContext }) => requestContext);
  expect(first?.resourceId).not.toBe(second?.resourceId);
  expect(first?.resourceId).toBe(third?.resourceId);
  expect(first?.extendedRequestId).not.toBe(third?.extendedRequestId);
});

describe("every answer of the gateway", () => {
  const guarded = startGateway({ credentials });

  test.each([
    ["a signature's refusal", "/prod/DynamoDBManager", "MissingAuthenticationTokenException"],
    ["an unknown stage's", "/other", "ForbiddenException"],
  ])("has the request's ids, and %s its error type (recorded)", async (_, path, type) => {
    const { headers } = await sendRaw(guarded.stage, { path });
    expect(headers["x-amzn-errortype"]).toStrictEqual([type]);
    expect(headers["x-amzn-requestid"]).toStrictEqual([expect.stringMatching(uuid)]);
    expect(headers["x-amz-apigw-id"]).toStrictEqual([expect.stringMatching(/^[\w+/]{15}=$/)]);
    expect(headers["x-amzn-trace-id"]).toStrictEqual([expect.stringMatching(/^Root=1-/)]);
  });
});
