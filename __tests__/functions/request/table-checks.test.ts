/** What does not fit the table is refused before DynamoDB is asked, and the attribute or parameter is named. */
import { startHandler } from "../../support/functions/events";
import { indexedOrders } from "../../support/functions/indexed-orders";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([["Orders", indexedOrders]]);
});
afterAll(() => service.close());
beforeEach(() => {
  service.sent.length = 0;
});

const has = "Orders has Id (string), n (number).";
const Key = { Id: "1", n: 1 };
const Item = { ...Key, m: 1, s: "s", b: { $binary: "AQI=" } };

/** Operation, payload, and the errors by their pointers below the payload. */
type Case = [operation: string, payload: object, errors: Readonly<Record<string, string>>];

const keys: Case[] = [
  ["read", { Key: { id: "1", n: 1 } }, { "Key/id": `is not part of the key; ${has}` }],
  ["read", { Key: { ...Key, x: 1 } }, { "Key/x": `is not part of the key; ${has}` }],
  ["read", { Key: { Id: "1" } }, { "Key/n": `is required; ${has}` }],
  ["read", { Key: {} }, { "Key/Id": `is required; ${has}`, "Key/n": `is required; ${has}` }],
  ["update", { Key: { ...Key, n: "1" } }, { "Key/n": "must be of type number, received string." }],
  ["delete", { Key: { ...Key, Id: 1 } }, { "Key/Id": "must be of type string, received number." }],
  ["read", { Key: { ...Key, Id: "" } }, { "Key/Id": "must not be empty." }],
  [
    "read",
    { Key: { Id: null, x: 1 } },
    {
      "Key/x": `is not part of the key; ${has}`,
      "Key/Id": "must be of type string, received null.",
    },
  ],
  [
    "read",
    { Key: { Id: "1", n: { $binary: "AQI=" } } },
    { "Key/n": "must be of type number, received $binary." },
  ],
  [
    "read",
    { Key: { Id: { $set: ["1"] }, n: 1 } },
    { "Key/Id": "must be of type string, received $set." },
  ],
  ["read", { Key: { Id: ["1"], n: 1 } }, { "Key/Id": "must be of type string, received array." }],
  [
    "read",
    { Key: { Id: { a: 1 }, n: 1 } },
    { "Key/Id": "must be of type string, received object." },
  ],
  ["read", { Key: { Id: "1", n: true } }, { "Key/n": "must be of type number, received boolean." }],
  ["batchRead", { Keys: [Key, { Id: "1" }] }, { "Keys/1/n": `is required; ${has}` }],
  [
    "batchWrite",
    { Delete: [{ ...Key, m: 1 }] },
    { "Delete/0/m": `is not part of the key; ${has}` },
  ],
  ["batchWrite", { Put: [Item, { n: 2 }] }, { "Put/1/Id": `is required; ${has}` }],
  ["create", { Item: { m: 1, n: 1 } }, { "Item/Id": `is required; ${has}` }],
  [
    "create",
    { Item: { ...Item, n: "1" } },
    { "Item/n": "must be of type number, received string." },
  ],
  ["list", { ExclusiveStartKey: { Id: "1" } }, { "ExclusiveStartKey/n": `is required; ${has}` }],
  [
    "list",
    { IndexName: "by-m", ExclusiveStartKey: Key },
    {
      "ExclusiveStartKey/m": "is required; by-m of Orders has Id (string), n (number), m (number).",
    },
  ],
  [
    "list",
    { IndexName: "local-s", ExclusiveStartKey: { ...Key, m: 1 } },
    {
      "ExclusiveStartKey/m":
        "is not part of the key; local-s of Orders has Id (string), n (number), s (string).",
    },
  ],
];

const use = (index: string) => `; it is a key of the index ${index}.`;
const set = (UpdateExpression: string, value: unknown) => ({
  Key,
  UpdateExpression,
  ExpressionAttributeNames: { "#s": "s", "#x": "x" },
  ExpressionAttributeValues: { ":v": value },
});

const indexes: Case[] = [
  ["create", { Item: { ...Item, s: "" } }, { "Item/s": `must not be empty${use("by-s")}` }],
  [
    "create",
    { Item: { ...Item, b: { $binary: "" } } },
    { "Item/b": `must not be empty${use("by-s")}` },
  ],
  [
    "create",
    { Item: { ...Item, m: "1", b: "AQI=" } },
    {
      "Item/m": `must be of type number, received string${use("by-m")}`,
      "Item/b": `must be of type $binary, received string${use("by-s")}`,
    },
  ],
  [
    "create",
    { Item: { ...Item, m: null } },
    { "Item/m": `must be of type number, received null${use("by-m")}` },
  ],
  ["batchWrite", { Put: [{ ...Item, s: "" }] }, { "Put/0/s": `must not be empty${use("by-s")}` }],
  ...[
    "SET s = :v",
    "set a=:x , #s=:v",
    "SET #s = :v REMOVE b",
    "SET s = :v remove b",
    "SET s=:v, a = :x",
  ].map(
    (text): Case => [
      "update",
      set(text, ""),
      { "ExpressionAttributeValues/:v": `must not be empty${use("by-s")}` },
    ],
  ),
  [
    "update",
    set("SET m = :v", "1"),
    {
      "ExpressionAttributeValues/:v": `must be of type number, received string${use("by-m")}`,
    },
  ],
];

const query = {
  KeyConditionExpression: "Id = :id",
  ExpressionAttributeValues: { ":id": "1" },
};
const projection = { ProjectionExpression: "n" };
const needs = (name: string, Select: string) => ({ Select: `needs ${name} as ${Select}.` });
const specific = { Select: "must be SPECIFIC_ATTRIBUTES beside a ProjectionExpression." };

const pages: Case[] = (["list", "query"] as const).flatMap((operation) => {
  const base = operation === "query" ? query : {};
  const cases: [object, Readonly<Record<string, string>>][] = [
    [{ Select: "SPECIFIC_ATTRIBUTES" }, needs("a ProjectionExpression", "SPECIFIC_ATTRIBUTES")],
    [{ Select: "ALL_PROJECTED_ATTRIBUTES" }, needs("an IndexName", "ALL_PROJECTED_ATTRIBUTES")],
    [{ Select: "COUNT", ...projection }, specific],
    [{ Select: "ALL_ATTRIBUTES", ...projection }, specific],
    [{ Select: "ALL_PROJECTED_ATTRIBUTES", IndexName: "by-m", ...projection }, specific],
    [
      { IndexName: "by-m", ConsistentRead: true },
      { ConsistentRead: "must be false or left out: the index by-m is global." },
    ],
    [
      { IndexName: "nope", ConsistentRead: true, ExclusiveStartKey: { Id: "1" } },
      { IndexName: "must be one of by-m, by-s, local-s." },
    ],
  ];
  return cases.map(([more, errors]): Case => [operation, { ...base, ...more }, errors]);
});

test.each([...keys, ...indexes, ...pages])("%s of %j is refused: %j", async (...given) => {
  const [operation, payload, errors] = given;
  const { statusCode, json } = await service.post({ operation, payload });
  expect(statusCode).toBe(400);
  expect(json.errors).toStrictEqual(
    Object.entries(errors).map(([place, detail]) => ({ pointer: `/payload/${place}`, detail })),
  );
  expect(service.sent).toStrictEqual([]);
});

test.each<[string, object]>([
  ["create", { Item: Key }],
  ["create", { Item: { ...Item, x: "" } }],
  ["batchWrite", { Put: [{ ...Key, n: 2, s: "s" }], Delete: [{ ...Key, n: 3 }] }],
  ["update", set("SET #x = :v, a.s = :v, c = s", "")],
  ["update", set("SET s = if_not_exists(s, :v), #x = :v", "s")],
  ["update", { ...set("SET m = :v + :v, toString = :v", 1), ExpressionAttributeNames: undefined }],
  ["update", { Key, UpdateExpression: "SET m = :missing" }],
  ["list", { ExclusiveStartKey: Key }],
  ["list", { IndexName: "by-m", ExclusiveStartKey: { ...Key, m: 1 } }],
  ["list", { IndexName: "local-s", ConsistentRead: true, ...projection }],
  ["list", { IndexName: "by-m", ConsistentRead: false, Select: "ALL_PROJECTED_ATTRIBUTES" }],
  ["query", { ...query, ConsistentRead: true, Select: "SPECIFIC_ATTRIBUTES", ...projection }],
  ["query", { ...query, Select: "COUNT" }],
])("%s of %j is left to DynamoDB", async (operation, payload) => {
  await service.post({ operation: "create", payload: { Item: { ...Item, a: {}, c: 1 } } });
  await service.post({ operation, payload });
  expect(service.sent).toHaveLength(2);
});
