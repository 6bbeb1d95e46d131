import { readRequest } from "../../functions/request";
import { context, guideTable, httpEvent, startHandler, tableOf } from "./events";

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
    ["an array", [], 400, [""]],
    ["null", "null", 400, [""]],
    ["no operation", {}, 400, ["/operation"]],
    ["constructor", { operation: "constructor" }, 400, ["/operation"]],
    ["__proto__", '{"operation":"__proto__"}', 400, ["/operation"]],
    ["toString", { operation: "toString" }, 400, ["/operation"]],
    ["upper case", { operation: "CREATE" }, 400, ["/operation"]],
    ["an empty operation", { operation: "" }, 400, ["/operation"]],
    ["null for an operation", { operation: null }, 400, ["/operation"]],
    ["a number for an operation", '{"operation":1e125}', 400, ["/operation"]],
    ["a list of operations", { operation: ["create"] }, 400, ["/operation"]],
    ["an unknown member", { operation: "ping", table: "x" }, 400, ["/table"]],
    ["a key __proto__", '{"operation":"echo","payload":{"a":[{"__proto__":1}]}}', 400, []],
    ["the same, escaped", '{"operation":"echo","payload":{"\\u005f_proto__":1}}', 400, []],
    ["Item no object", { operation: "create", payload: { Item: "abc" } }, 400, ["/payload/Item"]],
    ["no Key", { operation: "read", payload: {} }, 400, ["/payload/Key"]],
    ["a page too large", { operation: "list", payload: { Limit: 1001 } }, 400, ["/payload/Limit"]],
    ["no payload", { operation: "read" }, 400, ["/payload/Key"]],
    ["a payload for ping", { operation: "ping", payload: { a: 1 } }, 400, ["/payload/a"]],
    [
      "TableName in the payload",
      { operation: "create", payload: { ...item, TableName: "Other" } },
      400,
      ["/payload/TableName"],
    ],
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

  test("is answered the same whether the table exists in the account or not", async () => {
    const there = await service.post({ operation: "list", tableName: guideTable.name });
    const nowhere = await service.post({ operation: "list", tableName: "Nowhere" });
    expect(there.body).toBe(nowhere.body);
  });
});

test.each([
  ['{"Limit":1001}', "must be at most 1000."],
  ['{"Limit":null}', "must be of type number, received null."],
  ['{"Limit":[]}', "must be of type number, received array."],
  ['{"Limit":1e125}', "must be of type number, received number."],
  ['{"IndexName":"ab"}', "must be at least 3 characters long."],
  [`{"FilterExpression":"${"a".repeat(4097)}"}`, "must be at most 4096 characters long."],
  ['{"Select":"ALL"}', expect.stringMatching(/^must be one of ALL_ATTRIBUTES, .*, COUNT\.$/)],
  ['{"ExclusiveStartKey":{"Id":{"$set":[]}}}', expect.stringMatching(/^must be a list of/)],
])("a parameter that is wrong is explained: %s", async (payload, detail) => {
  const response = await service.post(`{"operation":"list","payload":${payload}}`);
  expect(response.json.errors).toMatchObject([{ detail }]);
});

describe("content types", () => {
  const body = { operation: "ping" };
  test.each<[string | undefined, number]>([
    [undefined, 200],
    ["application/json", 200],
    ["Application/JSON; charset=utf-8", 200],
    ["application/vnd.api+json", 200],
    ["application/x-www-form-urlencoded", 200],
    ["text/plain", 415],
    ["application/xml", 415],
  ])("%s answers %d", async (type, status) => {
    const response = await service.post(body, type === undefined ? {} : { "CONTENT-type": type });
    expect(response.statusCode).toBe(status);
  });
});

test("a body of a hundred thousand problems gets an answer that fits", async () => {
  const item = JSON.stringify({ Item: { Id: Array(100_000).fill({ $a: 1 }) } });
  const response = await service.post(`{"operation":"create","payload":${item}}`);
  expect(response.json).toMatchObject({ status: 400, detail: "100000 problems, here are 100." });
  expect(response.json.errors).toHaveLength(100);
});

test("an event that only looks like HTTP is an envelope that is wrong", async () => {
  const event = { httpMethod: "POST", requestContext: null };
  await expect(service.handler(event, context)).rejects.toMatchObject({ name: "invalid-body" });
});

describe("bodies", () => {
  test.each([
    ["no body", { body: null }],
    ["no headers", { body: "", headers: null as never }],
    ["a body that is no text", { body: { operation: "ping" } as never }],
    ["a type that is no text", { headers: { "content-type": null } as never }],
  ])("may be missing or no text: %s is 4xx", async (_, change) => {
    const response = await service.handler(httpEvent(change), context);
    expect(response).toMatchObject({ statusCode: expect.any(Number) });
    expect([400, 415]).toContain((response as { statusCode: number }).statusCode);
  });

  test("may echo nothing", async () => {
    expect((await service.post({ operation: "echo" })).body).toBe("null");
  });

  test("may come in base64", async () => {
    const body = Buffer.from('{"operation":"ping"}').toString("base64");
    const response = await service.handler(httpEvent({ body, isBase64Encoded: true }), context);
    expect(response).toMatchObject({ statusCode: 200, body: '"pong"' });
  });

  test("that are no UTF-8 are refused", async () => {
    const body = Buffer.from([0x22, 0xff, 0x22]).toString("base64");
    const response = await service.handler(httpEvent({ body, isBase64Encoded: true }), context);
    expect(response).toMatchObject({ statusCode: 400 });
  });

  test("over 1 MiB are refused", async () => {
    const response = await service.post({ operation: "echo", payload: "x".repeat(1024 * 1024) });
    expect(response).toMatchObject({ statusCode: 413 });
  });

  test("may have a payload to echo that is nested 64 levels deep, whatever else it holds", async () => {
    const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const echo = (payload: string) => service.post(`{"operation":"echo","payload":${payload}}`);
    expect(await echo(nested(64))).toMatchObject({ statusCode: 200, body: nested(64) });
    const detail = "must not be nested deeper than 64 levels.";
    expect((await echo(nested(65))).json.errors).toStrictEqual([{ pointer: "/payload", detail }]);
    expect(await echo(`[${"[],".repeat(1000)}[]]`)).toMatchObject({ statusCode: 200 });
  });

  test.each([
    ["create", '{"Item":DEEP}'],
    ["echo", "DEEP"],
    ["echo", "[1e5,DEEP]"],
  ])("nested a hundred thousand deep are refused: %s %s", async (operation, payload) => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const body = `{"operation":"${operation}","payload":${payload.replace("DEEP", deep)}}`;
    expect(await service.post(body)).toMatchObject({ statusCode: 400 });
  });
});

test("an index that the table does not have is refused before DynamoDB hears of it", () => {
  const read = (IndexName: string, indexes?: string[]) => {
    const table = { ...tableOf("LambdaTable", guideTable), indexes };
    const payload = { IndexName, KeyConditionExpression: "Id = :id" };
    return () => readRequest({ operation: "query", payload }, new Map([["LambdaTable", table]]));
  };
  expect(read("by-name", ["by-name"])).not.toThrow();
  expect(read("other", ["by-name", "by-age"])).toThrow("must be one of by-name, by-age.");
  expect(read("other")).toThrow("must be left out: LambdaTable has no index.");
});
