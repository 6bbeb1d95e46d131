/** Which paths, methods and queries reach the function, and as what. */
import { sendRaw } from "../../support/local/raw-request";
import { startGateway } from "../../support/local/test-gateway";

const gateway = startGateway();
const send = (path: string, method = "GET") => sendRaw(gateway.stage, { method, path });

test.each([
  ["/prod/DynamoDBManager/", "/DynamoDBManager", "/DynamoDBManager/", null],
  ["/prod/DynamoDBManager/a/", "/DynamoDBManager/{proxy+}", "/DynamoDBManager/a/", "a"],
  ["/prod/other/", "/{proxy+}", "/other/", "other"],
  ["/prod/other//a", "/{proxy+}", "/other//a", "other//a"],
])(
  "AWS validates: %s reaches %s; the path keeps its slashes, the parameter has none at its end (localstack's suite)",
  async (url, resource, path, proxy) => {
    expect((await send(url)).status).toBe(200);
    const pathParameters = proxy === null ? null : { proxy };
    expect(gateway.events).toMatchObject([
      { resource, path, pathParameters, requestContext: { path: `/prod${path}` } },
    ]);
  },
);

test.each([
  ["/prod//other", "/other", "/prod//other"],
  ["/prod//DynamoDBManager", "/DynamoDBManager", "/prod//DynamoDBManager"],
  ["//prod/other", "/other", "/prod/other"],
])(
  "AWS validates: %s has the path %s, and %s in its context (localstack's suite)",
  async (url, path, contextPath) => {
    expect((await send(url)).status).toBe(200);
    expect(gateway.events).toMatchObject([{ path, requestContext: { path: contextPath } }]);
  },
);

test.each(["TRACE", "CONNECT", "PROPFIND", "FOO"])(
  "AWS validates: %s is none of ANY's seven methods (localstack), so it does not reach the function",
  async (method) => {
    const { status, headers, body } = await send("/prod/DynamoDBManager", method);
    expect(status).toBe(403);
    expect(headers["x-amzn-errortype"]).toStrictEqual(["MissingAuthenticationTokenException"]);
    expect(JSON.parse(body.toString())).toMatchObject({ detail: "Missing Authentication Token" });
    expect(gateway.events).toStrictEqual([]);
    const id = headers["x-amzn-requestid"]?.[0];
    expect(gateway.log).toStrictEqual([
      expect.stringContaining(`${id} The resource /DynamoDBManager has no method ${method}, only `),
    ]);
  },
);

test("bytes that are no HTTP end the connection, and nothing else", async () => {
  const { status } = await send("/prod/DynamoDBManager", "\u0016\u0003");
  expect(status).toBeNaN();
  expect((await send("/prod/DynamoDBManager")).status).toBe(200);
});

test("AWS important notes: a semicolon splits a query, as an ampersand does", async () => {
  await send("/prod/DynamoDBManager?a=1;b=2&c=x%3By;3");
  expect(gateway.events).toMatchObject([
    { multiValueQueryStringParameters: { a: ["1"], b: ["2"], c: ["x;y"], 3: [""] } },
  ]);
});

test.each([
  ["/dynamodbmanager/a", "The stage is missing. Did you mean /prod/DynamoDBManager/a?"],
  ["/production/x", "There is no stage production, only prod."],
])("a route that takes every path is never what was meant with %s", async (path, reason) => {
  await send(path);
  expect(gateway.log).toStrictEqual([expect.stringContaining(` ${reason}`)]);
});

describe("a request that no route takes is a line in the log, which names the one that was meant", () => {
  const bare = startGateway({
    routes: [{ method: "GET", path: "/orders/{id}/parts" }],
    change: ({ json, all }) => {
      const catching = all("aws_api_gateway_method").filter(([name]) =>
        /unknown-any|root-any/.test(name),
      );
      for (const [name] of catching) delete json.resource.aws_api_gateway_method[name];
    },
  });

  test.each([
    ["GET", "/", "The stage is missing. Did you mean /prod/?"],
    ["GET", "/DynamoDBManager", "The stage is missing. Did you mean /prod/DynamoDBManager?"],
    ["GET", "/dynamodbmanager/a", "The stage is missing. Did you mean /prod/DynamoDBManager/a?"],
    ["GET", "/Prod/x", "There is no stage Prod. Did you mean /prod/x?"],
    ["GET", "/prd/x", "There is no stage prd. Did you mean /prod/x?"],
    ["GET", "/production/x", "There is no stage production, only prod."],
    ["GET", "/prod/", "No resource has the path /."],
    [
      "GET",
      "/prod/DynamoDBManger",
      "No resource has the path /DynamoDBManger. Did you mean /prod/DynamoDBManager?",
    ],
    [
      "GET",
      "/prod/Orders/1/part",
      "No resource has the path /Orders/1/part. Did you mean /prod/orders/1/parts?",
    ],
    ["GET", "/prod/orders/1/2/parts", "No resource has the path /orders/1/2/parts."],
    ["GET", "/prod/DynamoDB", "No resource has the path /DynamoDB."],
    ["GET", "/prod/DynamoDBManagers2", "No resource has the path /DynamoDBManagers2."],
    ["PUT", "/prod/orders/1/parts", "The resource /orders/1/parts has no method PUT, only GET."],
    [
      "TRACE",
      "/prod/DynamoDBManager/a",
      "The resource /DynamoDBManager/a has no method TRACE, only ANY (DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT).",
    ],
  ])("%s %s: %s", async (method, path, reason) => {
    const { status, headers } = await sendRaw(bare.stage, { method, path });
    const id = headers["x-amzn-requestid"]?.[0];
    expect(bare.log).toStrictEqual([`${id} ${reason}`]);
    expect(status).toBe(403);
  });
});
