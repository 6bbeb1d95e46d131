/** The usual way through the gateway: a request becomes an event, and a result becomes a response. */
import { request } from "node:http";
import type { Outcome } from "../../../local/function/outcome";
import { startGateway } from "../../support/local/test-gateway";

const gateway = startGateway();
const url = () => `${gateway.stage}/DynamoDBManager`;
const plain = { "content-type": "text/plain" };
const responds = (result: object): Outcome => ({ payload: JSON.stringify(result) });

describe("a request becomes the event that API Gateway would make", () => {
  test("with its path, query, headers and body", async () => {
    gateway.respond = ({ body }) => responds({ statusCode: 201, headers: { "x-a": "b" }, body });
    const response = await fetch(`${url()}?a=1&a=2%20&b=`, {
      method: "POST",
      body: '{"operation":"ping"}',
      headers: { ...plain, "x-test": "yes", "user-agent": "me" },
    });
    expect([response.status, await response.text()]).toStrictEqual([201, '{"operation":"ping"}']);
    expect(response.headers.get("x-a")).toBe("b");
    expect(gateway.events).toMatchObject([
      {
        resource: "/DynamoDBManager",
        path: "/DynamoDBManager",
        httpMethod: "POST",
        headers: { "x-test": "yes" },
        multiValueHeaders: { "x-test": ["yes"] },
        queryStringParameters: { a: "2 ", b: "" },
        multiValueQueryStringParameters: { a: ["1", "2 "], b: [""] },
        pathParameters: null,
        stageVariables: null,
        isBase64Encoded: false,
        requestContext: {
          httpMethod: "POST",
          stage: "prod",
          path: "/prod/DynamoDBManager",
          protocol: "HTTP/1.1",
          resourcePath: "/DynamoDBManager",
          requestId: response.headers.get("x-amzn-requestid"),
          identity: { sourceIp: "127.0.0.1", userAgent: "me" },
        },
      },
    ]);
  });

  test("with null for no query and no body", async () => {
    await fetch(url(), { method: "POST", headers: plain });
    expect(gateway.events).toMatchObject([
      { queryStringParameters: null, multiValueQueryStringParameters: null, body: null },
    ]);
  });

  test("with a path below the resource as it was encoded", async () => {
    await fetch(`${url()}/Lambda%20Table/a%2Fb`);
    expect(gateway.events).toMatchObject([
      {
        resource: "/DynamoDBManager/{proxy+}",
        path: "/DynamoDBManager/Lambda%20Table/a%2Fb",
        pathParameters: { proxy: "Lambda%20Table/a%2Fb" },
        requestContext: { path: "/prod/DynamoDBManager/Lambda%20Table/a%2Fb" },
      },
    ]);
  });

  test("with a question mark in the query", async () => {
    await fetch(`${url()}?cursor=a?b&c=1`);
    expect(gateway.events).toMatchObject([{ queryStringParameters: { cursor: "a?b", c: "1" } }]);
  });

  test("with the last of a header's values, and with all of them", async () => {
    const headers = { "X-Test": ["1", "2"] };
    await new Promise((done) => request(`${url()}/ping`, { headers }, done).end());
    expect(gateway.events).toMatchObject([
      { headers: { "X-Test": "2" }, multiValueHeaders: { "X-Test": ["1", "2"] } },
    ]);
  });

  test("of the stage's root", async () => {
    for (const path of ["", "/"]) await fetch(gateway.stage + path);
    expect(gateway.events).toMatchObject([{ path: "/" }, { path: "/" }]);
  });
});

describe("a result becomes the response", () => {
  test.each([
    ["of 204", "DELETE", { statusCode: 204 }],
    ["to HEAD", "HEAD", { statusCode: 200, body: "" }],
  ])("%s has no content-length", async (_, method, result) => {
    gateway.respond = () => responds(result);
    const response = await fetch(url(), { method });
    expect(response.status).toBe(result.statusCode);
    expect(response.headers.get("content-length")).toBeNull();
  });

  test("with its length in bytes, not in characters", async () => {
    gateway.respond = () => responds({ statusCode: 200, body: "ü€" });
    const response = await fetch(url());
    expect(response.headers.get("content-length")).toBe("5");
    expect(await response.text()).toBe("ü€");
  });

  test("without a body where the function gives null", async () => {
    gateway.respond = () => responds({ statusCode: 200, body: null });
    const response = await fetch(url());
    expect([response.status, await response.text()]).toStrictEqual([200, ""]);
  });

  test("with every value of a header that has several, also if it has a single one as well", async () => {
    const headers = { "x-count": 3, "x-list": "1" };
    const multiValueHeaders = { "x-list": ["2", "3"], "set-cookie": ["a=1", "b=2"] };
    gateway.respond = () => responds({ statusCode: 200, headers, multiValueHeaders });
    const response = await fetch(url());
    expect(response.headers.get("x-count")).toBe("3");
    expect(response.headers.get("x-list")).toContain("2, 3");
    expect(response.headers.getSetCookie()).toStrictEqual(["a=1", "b=2"]);
  });
});
