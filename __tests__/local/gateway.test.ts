import { createGateway } from "../../local/gateway";
import { listen, stop } from "../../local/listen";
import { readService } from "../../local/service";
import { parseTerraform } from "../../local/terraform";
import type { Outcome } from "../../local/workers";
import { synthesize } from "../infra/synthesize";

type Event = Record<string, unknown>;

const service = readService(parseTerraform(synthesize().json, "/stack"));
const route = service.routes.find(({ method }) => method === "POST");
const events: Event[] = [];
const log: string[] = [];
let respond: (event: Event) => Outcome | Promise<Outcome>;
const gateway = createGateway({
  service: {
    ...service,
    routes: [{ ...(route as (typeof service.routes)[number]), timeout: 100 }],
  },
  invoke: async (_, event) => {
    events.push(event as Event);
    return respond(event as Event);
  },
  log: (line) => log.push(line),
});
let url: string;

beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(gateway, 0, "127.0.0.1")}/prod/DynamoDBManager`;
});
beforeEach(() => {
  respond = () => ({ payload: '{"statusCode":200,"body":"ok"}' });
  events.length = 0;
  log.length = 0;
});
afterAll(() => stop(gateway));

const post = (body: string, headers = {}) => fetch(url, { method: "POST", body, headers });

test("a request becomes an event, the result a response", async () => {
  respond = ({ body }) => ({
    payload: JSON.stringify({ statusCode: 201, headers: { "x-a": "b" }, body }),
  });
  const response = await fetch(`${url}?a=1&a=2%20&b=`, {
    method: "POST",
    body: '{"operation":"ping"}',
    headers: { "content-type": "text/plain", "x-test": "yes" },
  });
  expect([response.status, await response.text()]).toEqual([201, '{"operation":"ping"}']);
  expect(response.headers.get("x-a")).toBe("b");
  expect(events).toMatchObject([
    {
      resource: "/DynamoDBManager",
      path: "/DynamoDBManager",
      httpMethod: "POST",
      headers: { "x-test": "yes" },
      multiValueHeaders: { "x-test": ["yes"] },
      queryStringParameters: { a: "2 ", b: "" },
      multiValueQueryStringParameters: { a: ["1", "2 "], b: [""] },
      pathParameters: null,
      isBase64Encoded: false,
      requestContext: {
        stage: "prod",
        path: "/prod/DynamoDBManager",
        resourcePath: "/DynamoDBManager",
        requestId: response.headers.get("x-amzn-requestid"),
      },
    },
  ]);
});

test("no query and no body are null", async () => {
  await fetch(url, { method: "POST", headers: { "content-type": "text/plain" } });
  expect(events).toMatchObject([{ queryStringParameters: null, body: null }]);
});

describe("request validation", () => {
  test.each<[string, string, number]>([
    ["application/json", '{"operation":"ping"}', 200],
    ["application/json; charset=utf-8", "[]", 400],
    ["application/json", "{", 400],
    ["application/json", '{"operation":"constructor"}', 400],
    ["application/json", '{"operation":"ping","extra":1}', 400],
    ["application/x-www-form-urlencoded", "[]", 200],
  ])("%s %s is %d", async (type, body, status) => {
    const response = await post(body, { "content-type": type });
    expect(response.status).toBe(status);
    expect(events).toHaveLength(status === 200 ? 1 : 0);
    if (status === 200) return;
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ status: 400, detail: "Invalid request body" });
  });
});

test.each([
  ["GET", "/prod/DynamoDBManager"],
  ["POST", "/prod/DynamoDBManager/"],
  ["POST", "/prod"],
  ["POST", "/production/DynamoDBManager"],
  ["POST", "/"],
])("%s %s is refused as API Gateway refuses it", async (method, path) => {
  const response = await fetch(new URL(path, url), { method });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ detail: "Missing Authentication Token" });
});

test.each<[string, Outcome, RegExp]>([
  ["throws", { failure: "Error: secret", message: "secret" }, /Error: secret/],
  ["returns something malformed", { payload: '"pong"' }, /Malformed Lambda proxy response/],
])(
  "a function that %s is a 502 that says nothing, and a log line that says why",
  async (_, outcome, line) => {
    respond = () => outcome;
    const response = await post("{}", { "content-type": "text/plain" });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ detail: "Internal server error" });
    expect(log).toEqual([expect.stringMatching(line)]);
  },
);

test("a function that takes longer than the integration waits is a 504", async () => {
  respond = () => new Promise(() => {});
  const response = await post("{}", { "content-type": "text/plain" });
  expect(response.status).toBe(504);
  expect(await response.json()).toMatchObject({ detail: "Endpoint request timed out" });
});

test("a body over 10 MB is a 413, and the server lives on", async () => {
  const large = "x".repeat(10 * 1024 * 1024 + 1);
  const response = await post(large, { "content-type": "text/plain" });
  expect(response.status).toBe(413);
  expect((await post("{}", { "content-type": "text/plain" })).status).toBe(200);
});
