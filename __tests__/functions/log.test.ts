/** The log has one line a request, with what an operator needs and nothing that a caller sent. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import { belowRoot, context, httpEvent, startHandler } from "../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

const canary = "canary-5f0c";

/** @returns the lines that one invocation leaves, by any way that it may print */
async function linesOf(event: unknown): Promise<Record<string, unknown>[]> {
  const ways = (["log", "info", "warn", "error", "debug"] as const).map((way) =>
    jest.spyOn(console, way).mockImplementation(),
  );
  const streams = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, "write").mockReturnValue(true),
  );
  service.lines.length = 0;
  await service.handler(event, { ...context, functionVersion: "7" }).catch(() => {});
  const printed = [...ways, ...streams].flatMap(({ mock }) => mock.calls as unknown[]);
  for (const spy of [...ways, ...streams]) spy.mockRestore();
  expect(printed).toStrictEqual([]);
  return [...service.lines];
}

const body = (value: unknown) => httpEvent({ body: JSON.stringify(value) });
const request = (operation: string, payload: unknown) => body({ operation, payload });
const ping = (change: Partial<APIGatewayProxyEvent>) =>
  httpEvent({ body: '{"operation":"ping"}', ...change });
const values = { ":v": canary };

const below = (httpMethod: string, path: string, query: Record<string, string> | null = null) =>
  httpEvent({
    httpMethod,
    resource: belowRoot,
    path: `/DynamoDBManager/${path}`,
    queryStringParameters: query,
    headers: { "if-match": "*", "x-canary": canary },
    body: JSON.stringify({ Id: canary, a: canary }),
  });

/** Where a caller can put a text, what is sent there, and the status. */
const channels: [string, unknown, number][] = [
  ["a value that is stored", request("create", { Item: { Id: canary, a: canary } }), 200],
  ["the name of an attribute", request("create", { Item: { Id: "1", [canary]: 1 } }), 200],
  ["a key that is read", request("read", { Key: { Id: canary } }), 200],
  ["a key of the wrong shape", request("read", { Key: { [canary]: canary } }), 400],
  ["a payload to echo", request("echo", { [canary]: canary }), 200],
  ["an expression", request("list", { FilterExpression: `a = ${canary}` }), 400],
  [
    "the values of an expression",
    request("list", { FilterExpression: "a = :v", ExpressionAttributeValues: values }),
    200,
  ],
  [
    "the names of an expression",
    request("list", { FilterExpression: "#n = #n", ExpressionAttributeNames: { "#n": canary } }),
    400,
  ],
  [
    "a condition that fails",
    request("create", {
      Item: { Id: canary, a: canary },
      ConditionExpression: "a = :w",
      ExpressionAttributeValues: { ":w": "x" },
    }),
    409,
  ],
  ["a cursor", request("list", { ExclusiveStartKey: { Id: canary } }), 200],
  ["a cursor that is wrong", request("list", { ExclusiveStartKey: { [canary]: canary } }), 400],
  ["the name of an index", request("query", { IndexName: canary }), 400],
  ["a parameter that is unknown", request("list", { [canary]: canary }), 400],
  ["the name of an operation", request(canary, {}), 400],
  ["the name of a table", body({ operation: "list", tableName: canary }), 403],
  ["a member of the envelope", body({ operation: "ping", [canary]: canary }), 400],
  ["a body that is no JSON", httpEvent({ body: canary }), 400],
  ["a header", ping({ headers: { authorization: canary, [canary]: canary } }), 200],
  ["a content type", ping({ headers: { "content-type": canary } }), 415],
  ["the query", ping({ queryStringParameters: { [canary]: canary } }), 200],
  ["the path", ping({ path: `/${canary}`, pathParameters: { proxy: canary } }), 200],
  ["a key in the path", below("GET", `LambdaTable/${canary}`), 200],
  ["a key in the path of nothing", below("GET", `LambdaTable/${canary}-2`), 404],
  ["a table in the path", below("GET", canary), 404],
  ["a path under another", { ...below("GET", canary), path: `/${canary}` }, 404],
  ["a method", below(canary, "ping"), 405],
  ["a limit", below("GET", "LambdaTable", { limit: canary }), 400],
  ["a cursor in the query", below("GET", "LambdaTable", { cursor: canary }), 400],
  ["a parameter of the query", below("GET", "LambdaTable", { [canary]: canary }), 400],
  ["an item that is put", below("PUT", `LambdaTable/${canary}`), 200],
  ["an item that exists", below("POST", "LambdaTable"), 409],
  ["a patch", below("PATCH", `LambdaTable/${canary}`), 200],
  ["a direct invocation", { operation: "echo", payload: canary }, 200],
  ["a direct invocation that fails", { operation: canary }, 400],
];

test.each(channels)("%s is not in the log", async (_, event, status) => {
  const lines = await linesOf(event);
  expect(lines).toMatchObject([{ status }]);
  expect(JSON.stringify(lines)).not.toContain(canary);
});

test("the text that no line has is stored and read, so a line could have it", async () => {
  const { json } = await service.post({ operation: "read", payload: { Key: { Id: canary } } });
  expect(json).toStrictEqual({ Item: { Id: canary, a: canary } });
});

const fields = { requestId: "request-1", ms: expect.any(Number) };
const done = { ...fields, table: "LambdaTable", status: 200, attempts: 1 };
const item = { Item: { Id: "1" } };

test("the milliseconds in a line are those of the request", async () => {
  const start = Date.now();
  const [line] = await linesOf(request("list", {}));
  expect(line?.["ms"]).toBeGreaterThanOrEqual(0);
  expect(line?.["ms"]).toBeLessThanOrEqual(Date.now() - start);
});

test.each<[string, unknown, object]>([
  ["a write", request("create", item), { ...done, operation: "create" }],
  ["a page", request("list", { Limit: 1 }), { ...done, operation: "list", items: 1 }],
  ["an echo", request("echo", 1), { ...fields, operation: "echo", status: 200 }],
  ["a body that is wrong", httpEvent(), { ...fields, status: 400, error: "invalid-body" }],
  [
    "a condition that fails",
    request("create", { ...item, ConditionExpression: "attribute_not_exists(Id)" }),
    {
      ...done,
      operation: "create",
      status: 409,
      error: "ConditionalCheckFailedException",
    },
  ],
  [
    "a created item",
    { ...below("PUT", "LambdaTable/created"), headers: null, body: "{}" },
    { ...done, operation: "create", status: 201 },
  ],
  [
    "a created item that is there",
    {
      ...below("PUT", "LambdaTable/created"),
      headers: { "if-none-match": "*", "content-type": "application/json" },
      body: "{}",
    },
    { ...done, operation: "create", status: 412, error: "precondition-failed" },
  ],
  [
    "a deleted item",
    { ...below("DELETE", "LambdaTable/created"), headers: null },
    { ...done, operation: "delete", status: 204 },
  ],
  [
    "a patch, which reads and updates,",
    { ...below("PATCH", "LambdaTable/1"), body: '{"a":{"b":1}}' },
    { ...done, operation: "update", attempts: 2 },
  ],
  [
    "a patch whose update fails",
    { ...below("PATCH", "LambdaTable/1"), body: JSON.stringify({ a: {}, b: "x".repeat(410_000) }) },
    { ...done, operation: "update", attempts: 2, status: 413, error: "ValidationException" },
  ],
  [
    "a direct invocation",
    { operation: "list", tableName: "LambdaTable", payload: { Select: "COUNT" } },
    { ...done, requestId: "invocation-1", operation: "list" },
  ],
])("%s leaves one line with these fields", async (_, event, line) => {
  expect(await linesOf(event)).toStrictEqual([line]);
});
