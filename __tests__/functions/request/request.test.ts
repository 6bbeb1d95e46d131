/** Hostile and mistaken bodies are refused before DynamoDB gets a command; ordinary names beside them are not. */
import { guideTable, startHandler } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

describe("hostile and mistaken bodies", () => {
  const item = { Item: { Id: "1" } };
  test.each<[string, unknown, number, string[]]>([
    ["no JSON", "{operation: create}", 400, []],
    ["nothing", "", 400, []],
    ["constructor", { operation: "constructor" }, 400, ["/operation"]],
    ["__proto__", '{"operation":"__proto__"}', 400, ["/operation"]],
    ["toString", { operation: "toString" }, 400, ["/operation"]],
    ["an empty operation", { operation: "" }, 400, ["/operation"]],
    ["a number for an operation", '{"operation":1e125}', 400, ["/operation"]],
    ["a list of operations", { operation: ["create"] }, 400, ["/operation"]],
    ["a key __proto__", '{"operation":"echo","payload":{"a":[{"__proto__":1}]}}', 400, []],
    ["the same, before others", '{"operation":"echo","payload":[{"__proto__":1},1]}', 400, []],
    ["the same, first of all", '{"payload":{"__proto__":1},"operation":"echo"}', 400, []],
    ["Item no object", { operation: "create", payload: { Item: "abc" } }, 400, ["/payload/Item"]],
    ["no Key", { operation: "read", payload: {} }, 400, ["/payload/Key"]],
    ["a payload for ping", { operation: "ping", payload: { a: 1 } }, 400, ["/payload/a"]],
    [
      "legacy parameters",
      { operation: "list", payload: { ScanFilter: {}, Segment: 0 } },
      400,
      ["/payload/ScanFilter", "/payload/Segment"],
    ],
    [
      "many problems",
      { operation: "query", tableName: 1, payload: { Limit: 0, Select: "ALL", "a/b~": 1 } },
      400,
      [
        "/tableName",
        "/payload/KeyConditionExpression",
        "/payload/Limit",
        "/payload/Select",
        "/payload/a~1b~0",
      ],
    ],
    ["another table's name", { operation: "create", tableName: "Other", payload: item }, 403, []],
    ["a physical name", { operation: "list", tableName: guideTable.name }, 403, []],
    ["an ARN", { operation: "list", tableName: "arn:aws:dynamodb:::table/a" }, 403, []],
    ["a table called constructor", { operation: "list", tableName: "constructor" }, 403, []],
  ])("%s is refused before any command is sent", async (_, body, status, pointers) => {
    const before = service.sent.length;
    const response = await service.post(body);
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject({ "content-type": "application/problem+json" });
    expect(response.json).toMatchObject({ status, requestId: "request-1" });
    const errors: { pointer: string }[] = response.json.errors ?? [];
    expect(errors.map((error) => error.pointer)).toStrictEqual(pointers);
    expect(service.sent).toHaveLength(before);
  });

  test("get the same answer whether the table exists in the account or not", async () => {
    const there = await service.post({ operation: "list", tableName: guideTable.name });
    const nowhere = await service.post({ operation: "list", tableName: "Nowhere" });
    expect(there.body).toBe(nowhere.body);
    expect(there.json.detail).toBe(
      "This API does not serve a table of that name. It serves LambdaTable.",
    );
  });
});

test.each([
  "\\u005f_proto__",
  "_\\u005Fproto__",
  "__\\u0070roto__",
  "__p\\u0072oto__",
  "__pr\\u006fto__",
  "__pro\\u0074o__",
  "__prot\\u006F__",
  "__proto\\u005f_",
])("a key __proto__ is refused and not lost, also with escapes: %s", async (key) => {
  expect(JSON.parse(`"${key}"`)).toBe("__proto__");
  const { statusCode, json } = await service.post(`{"operation":"echo","payload":{"${key}":1}}`);
  expect(statusCode).toBe(400);
  expect(json.detail).toBe('The key "__proto__" is not accepted anywhere in a body.');
});

const names = (name: string) => ({ ExpressionAttributeNames: { "#n": name } });
const values = { ExpressionAttributeValues: { ":v": "kept" } };
const Key = { Id: "prototype" };

describe("a name that the SDK would lose is refused, wherever an expression has it", () => {
  test.each<[string, string, object]>([
    ["update", "ExpressionAttributeNames/#n", { Key, ...names("__proto__") }],
    ["update", "UpdateExpression", { Key, UpdateExpression: "SET __proto__ = :v", ...values }],
    ["update", "UpdateExpression", { Key, UpdateExpression: "SET a.__proto__ = :v", ...values }],
    ["update", "UpdateExpression", { Key, UpdateExpression: "REMOVE a[0].__proto__.b" }],
    ["create", "ConditionExpression", { Item: Key, ConditionExpression: "size(__proto__) > :v" }],
    ["read", "ProjectionExpression", { Key, ProjectionExpression: "a,__proto__" }],
    ["batchRead", "ProjectionExpression", { Keys: [Key], ProjectionExpression: "__proto__" }],
    ["list", "FilterExpression", { FilterExpression: "__proto__=:v", ...values }],
    ["query", "KeyConditionExpression", { KeyConditionExpression: "__proto__ = :v", ...values }],
  ])("%s by %s", async (operation, place, payload) => {
    const before = service.sent.length;
    const { statusCode, json } = await service.post({ operation, payload });
    const detail = 'must not have the name "__proto__", which cannot be read back.';
    expect(statusCode).toBe(400);
    expect(json.errors).toStrictEqual([{ pointer: `/payload/${place}`, detail }]);
    expect(service.sent).toHaveLength(before);
  });
});

test.each([
  ["#n", names("constructor"), { constructor: "kept" }],
  ["#n", names("toString"), { toString: "kept" }],
  ["#n", names("a__proto__"), { a__proto__: "kept" }],
  ["#n", names("a.__proto__"), { "a.__proto__": "kept" }],
  ["#__proto__", { ExpressionAttributeNames: { "#__proto__": "a" } }, { a: "kept" }],
  ["valueOf", {}, { valueOf: "kept" }],
  ["toString", {}, { toString: "kept" }],
  ["a__proto__", {}, { a__proto__: "kept" }],
])("%s with %j is an ordinary name, and its value can be read", async (name, more, attributes) => {
  const UpdateExpression = `SET ${name} = :v`;
  await service.post({ operation: "delete", payload: { Key } });
  const update = { Key, UpdateExpression, ...values, ...more };
  expect(await service.post({ operation: "update", payload: update })).toMatchObject({
    body: "{}",
  });
  const { json } = await service.post({ operation: "read", payload: { Key } });
  expect(Object.entries(json.Item).sort()).toStrictEqual(
    Object.entries({ ...Key, ...attributes }).sort(),
  );
});
