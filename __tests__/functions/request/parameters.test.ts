/** Every value that DynamoDB has for a parameter is accepted where it has a meaning, and nowhere else. */
import * as z from "zod/mini";
import { attributeName } from "../../../functions/parameters";
import { guideTable, startHandler, type TableConfig } from "../../support/functions/events";

const longName = "i".repeat(255);
const indexed: TableConfig = {
  name: "Indexed-physical",
  hash_key: "Id",
  range_key: "n",
  attribute: [
    { name: "Id", type: "S" },
    { name: "n", type: "N" },
    { name: "m", type: "N" },
  ],
  global_secondary_index: [
    { name: "by3", hash_key: "m", projection_type: "ALL" },
    { name: longName, hash_key: "m", range_key: "n", projection_type: "ALL" },
  ],
  local_secondary_index: [{ name: "by-m", range_key: "m", projection_type: "ALL" }],
};

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Indexed", indexed],
  ]);
  for (const [n, m] of [
    [1, 6],
    [2, 5],
    [3, 4],
  ]) {
    await run("create", { Item: { Id: "1", n, m } }, "Indexed");
  }
});
afterAll(() => service.close());

const run = (operation: string, payload: object, tableName = "LambdaTable") =>
  service.post({ operation, tableName, payload });

const old = { Id: "1", a: 1, b: 1 };
const set = { UpdateExpression: "SET a = :two", ExpressionAttributeValues: { ":two": 2 } };
const Key = { Id: "1" };

test.each<[string, object, string, object]>([
  ["create", { Item: Key }, "NONE", {}],
  ["create", { Item: Key }, "ALL_OLD", { Attributes: old }],
  ["delete", { Key }, "NONE", {}],
  ["delete", { Key }, "ALL_OLD", { Attributes: old }],
  ["update", { Key, ...set }, "NONE", {}],
  ["update", { Key, ...set }, "ALL_OLD", { Attributes: old }],
  ["update", { Key, ...set }, "UPDATED_OLD", { Attributes: { a: 1 } }],
  ["update", { Key, ...set }, "ALL_NEW", { Attributes: { ...old, a: 2 } }],
  ["update", { Key, ...set }, "UPDATED_NEW", { Attributes: { a: 2 } }],
])(
  "%s of %j with the ReturnValues %s answers %j",
  async (operation, payload, ReturnValues, answer) => {
    await run("create", { Item: old });
    const { statusCode, json } = await run(operation, { ...payload, ReturnValues });
    expect([statusCode, json]).toStrictEqual([200, answer]);
  },
);

const onlyOld = "must be one of NONE, ALL_OLD.";
test.each([
  ["create", { Item: Key }, "ALL_NEW", onlyOld],
  ["create", { Item: Key }, "UPDATED_OLD", onlyOld],
  ["delete", { Key }, "UPDATED_NEW", onlyOld],
  ["delete", { Key }, "", onlyOld],
  ["update", { Key }, "NEW", "must be one of NONE, ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATED_NEW."],
])(
  "%s of %j with the ReturnValues %j is refused",
  async (operation, payload, ReturnValues, detail) => {
    const { json } = await run(operation, { ...payload, ReturnValues });
    expect(json.errors).toStrictEqual([{ pointer: "/payload/ReturnValues", detail }]);
  },
);

const counts = { Count: 3, ScannedCount: 3 };
const items = [1, 2, 3].map((n) => ({ Id: "1", n, m: 7 - n }));
const ofOne = {
  KeyConditionExpression: "Id = :id",
  ExpressionAttributeValues: { ":id": "1" },
};

describe.each([
  ["list", {}],
  ["query", ofOne],
])("%s", (operation, payload) => {
  test.each([
    [{ Select: "ALL_ATTRIBUTES" }, { Items: items, ...counts }],
    [{ Select: "COUNT" }, counts],
    [
      { Select: "SPECIFIC_ATTRIBUTES", ProjectionExpression: "n" },
      { Items: items.map(({ n }) => ({ n })), ...counts },
    ],
    [
      { Select: "ALL_PROJECTED_ATTRIBUTES", IndexName: "by-m" },
      { Items: [...items].reverse(), ...counts },
    ],
    [{ ConsistentRead: true }, { Items: items, ...counts }],
    [{ ConsistentRead: false }, { Items: items, ...counts }],
    [
      { Limit: 1 },
      { Items: items.slice(0, 1), Count: 1, ScannedCount: 1, LastEvaluatedKey: { Id: "1", n: 1 } },
    ],
    [{ Limit: 1000 }, { Items: items, ...counts }],
    [
      { ExclusiveStartKey: { Id: "1", n: 2 } },
      { Items: items.slice(2), Count: 1, ScannedCount: 1 },
    ],
    [
      { FilterExpression: "attribute_not_exists(#m)", ExpressionAttributeNames: { "#m": "m" } },
      { Items: [], Count: 0, ScannedCount: 3 },
    ],
  ])("with %j answers as DynamoDB does", async (more, answer) => {
    const { statusCode, json } = await run(operation, { ...payload, ...more }, "Indexed");
    expect([statusCode, json]).toStrictEqual([200, answer]);
  });
});

test("read takes a projection with names, and a consistent read", async () => {
  const payload = { Key: { Id: "1", n: 2 }, ConsistentRead: true };
  const projection = { ProjectionExpression: "#m", ExpressionAttributeNames: { "#m": "m" } };
  const { json } = await run("read", { ...payload, ...projection }, "Indexed");
  expect(json).toStrictEqual({ Item: { m: 5 } });
  expect(service.sent.at(-1)).toMatchObject({ input: { ConsistentRead: true } });
});

test.each(["create", "update", "delete"])(
  "%s takes a condition with names and values",
  async (operation) => {
    await run("create", { Item: old });
    const condition = {
      ConditionExpression: "#a = :a",
      ExpressionAttributeNames: { "#a": "a" },
      ExpressionAttributeValues: { ":a": 2 },
    };
    const payload = operation === "create" ? { Item: Key } : { Key };
    const { json } = await run(operation, { ...payload, ...condition });
    expect(json).toMatchObject({ status: 409, title: "The condition failed" });
  },
);

test.each([
  [true, items],
  [false, [...items].reverse()],
])("query with ScanIndexForward %p answers in that order", async (ScanIndexForward, found) => {
  const { json } = await run("query", { ...ofOne, ScanIndexForward }, "Indexed");
  expect(json.Items).toStrictEqual(found);
});

describe("an index", () => {
  const byIndex = (IndexName: string, tableName: string) => {
    const ExpressionAttributeValues = { ":m": 5 };
    const payload = { IndexName, KeyConditionExpression: "m = :m", ExpressionAttributeValues };
    return run("query", payload, tableName);
  };

  test.each([
    ["3 letters", "by3"],
    ["255 letters", longName],
  ])("whose name has %s is read", async (_, name) => {
    const { json } = await byIndex(name, "Indexed");
    expect(json.Items).toStrictEqual([{ Id: "1", n: 2, m: 5 }]);
  });

  test.each([
    ["other", "Indexed", `must be one of by3, ${longName}, by-m.`],
    ["by3", "LambdaTable", "must be left out: LambdaTable has no index."],
  ])(
    "%s, which %s does not have, is refused before DynamoDB gets a command",
    async (name, table, detail) => {
      const before = service.sent.length;
      const { statusCode, json } = await byIndex(name, table);
      expect(statusCode).toBe(400);
      expect(json.errors).toStrictEqual([{ pointer: "/payload/IndexName", detail }]);
      expect(service.sent).toHaveLength(before);
    },
  );
});

test("an expression of 4096 characters is sent to DynamoDB", async () => {
  const FilterExpression = `a = :a${" ".repeat(4090)}`;
  const payload = { FilterExpression, ExpressionAttributeValues: { ":a": 1 } };
  expect(FilterExpression).toHaveLength(4096);
  expect(await run("list", payload)).toMatchObject({ statusCode: 200 });
});

test.each([
  ["a", true],
  ["", false],
  ["__proto__", false],
])("whether %j can be the name of an attribute: %s", (name, accepted) => {
  expect(z.safeParse(attributeName, name).success).toBe(accepted);
});
