/** Which results API Gateway takes from a function, and what it makes of their headers. */
import { sendRaw } from "../../support/local/raw-request";
import { startGateway } from "../../support/local/test-gateway";

const gateway = startGateway();
const ask = (result: unknown) => {
  gateway.respond = () => ({ payload: JSON.stringify(result) });
  return sendRaw(gateway.stage, { path: "/prod/DynamoDBManager" });
};

test.each<[unknown, number]>([
  [{}, 200],
  [{ statusCode: null }, 200],
  [{ headers: { "test-header": "value" } }, 200],
  [{ statusCode: "201" }, 201],
  [{ statusCode: 200, headers: null, multiValueHeaders: null, body: null }, 200],
])("AWS validates: %j is an answer with status %d (localstack's suite)", async (result, status) => {
  expect((await ask(result)).status).toBe(status);
});

test.each<[unknown, string]>([
  [{ statusCode: 200, wrongValue: "value" }, 'the result has a member "wrongValue"'],
  [{ statusCode: "test" }, "statusCode is no HTTP status"],
  ["justAString", "the result is no object"],
  [{ multiValueHeaders: { "x-a": "value1" } }, "multiValueHeaders.x-a is no list of texts"],
  [{ multiValueHeaders: { "x-a": [{}] } }, "multiValueHeaders.x-a is no list of texts"],
  [{ multiValueHeaders: [] }, "multiValueHeaders is no object"],
  [{ headers: "a: b" }, "headers is no object"],
  [{ headers: { "x-a": ["b"] } }, "the header x-a is no text"],
  [{ headers: { "x-a": null } }, "the header x-a is no text"],
])("AWS validates: %j is malformed (localstack's suite)", async (result, reason) => {
  const { status, headers, body } = await ask(result);
  expect(status).toBe(502);
  expect(JSON.parse(body.toString())).toMatchObject({ detail: "Internal server error" });
  const id = headers["x-amzn-requestid"]?.[0];
  expect(gateway.log).toStrictEqual([`${id} Malformed Lambda proxy response: ${reason}.`]);
});

test.each([
  [{ headers: { "x-a": "value", "x-bool": true } }, { "x-a": ["value"], "x-bool": ["true"] }],
  [{ multiValueHeaders: { "x-a": ["1", "2"] } }, { "x-a": ["1", "2"] }],
  [
    { multiValueHeaders: { "x-a": ["multi"] }, headers: { "x-a": "solo" } },
    { "x-a": ["multi", "solo"] },
  ],
  [
    { multiValueHeaders: { "X-a": ["multi"] }, headers: { "x-A": "solo" } },
    { "x-a": ["multi", "solo"] },
  ],
])("AWS validates: the headers of %j merge (localstack's suite)", async (result, expected) => {
  expect((await ask(result)).headers).toMatchObject(expected);
});

test("AWS validates: a merged header has the list's capitals (localstack's suite)", async () => {
  const result = { multiValueHeaders: { "tesT-Multi": ["1"] }, headers: { "test-multi": "2" } };
  const { head } = await ask(result);
  expect(head).toContain("\r\ntesT-Multi: 1\r\ntesT-Multi: 2\r\n");
});

test.each([
  [{}, "application/json"],
  [{ headers: { "Content-Type": "text/html" } }, "text/html"],
  [{ multiValueHeaders: { "content-type": ["text/html"] } }, "text/html"],
])("AWS important notes: the content type of %j is %s", async (result, type) => {
  expect((await ask(result)).headers["content-type"]).toStrictEqual([type]);
});

const remapped = [
  "Authorization",
  "Connection",
  "Content-Length",
  "Content-MD5",
  "Date",
  "Max-Forwards",
  "Server",
  "User-Agent",
  "WWW-Authenticate",
  "X-Amz-Apigw-Id",
  "x-amzn-RequestId",
  "X-Amzn-Trace-Id",
];
test.each(remapped)(
  "AWS important notes and live captures: a result's %s is remapped",
  async (name) => {
    const { headers } = await ask({ headers: { [name]: "7" } });
    expect(headers[`x-amzn-remapped-${name.toLowerCase()}`]).toStrictEqual(["7"]);
    expect(headers[name.toLowerCase()] ?? []).not.toContain("7");
  },
);

test.each([
  "Expect",
  "Host",
  "Proxy-Authenticate",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Via",
])("AWS important notes: a result's %s is dropped", async (name) => {
  const { status, headers } = await ask({ headers: { [name]: "chunked" } });
  expect(status).toBe(200);
  expect(Object.values(headers).flat()).not.toContain("chunked");
});

test.each(["Age", "Accept", "Content-Encoding", "Pragma", "Range", "Referer", "Warn", "x-a"])(
  "AWS important notes: a result's %s passes",
  async (name) => {
    const { headers } = await ask({ headers: { [name]: "7" } });
    expect(headers[name.toLowerCase()]).toStrictEqual(["7"]);
  },
);

test("the ids are those of the gateway, whatever a result says", async () => {
  const own = { "X-Amz-Apigw-Id": "own", "X-Amzn-Trace-Id": "own", "x-amzn-requestid": "own" };
  const { headers } = await ask({ headers: own });
  const { requestId, extendedRequestId } = gateway.events[0]?.requestContext ?? {};
  expect(headers["x-amzn-requestid"]).toStrictEqual([requestId]);
  expect(headers["x-amz-apigw-id"]).toStrictEqual([extendedRequestId]);
  expect(headers["x-amzn-trace-id"]).toStrictEqual([gateway.events[0]?.headers["X-Amzn-Trace-Id"]]);
});

test("a header that HTTP does not allow is a 502, and the terminal says why", async () => {
  const { status } = await ask({ headers: { "a b": "c" } });
  expect(status).toBe(502);
  expect(gateway.log).toStrictEqual([expect.stringContaining("a b")]);
});
