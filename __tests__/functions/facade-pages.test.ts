/** Through a whole table by following `Link`. */
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { exactNumber } from "../../functions/json";
import { readCursor, writeCursor } from "../../functions/keys";
import { overHttp } from "./clients";
import { guideTable, startHandler, tableOf } from "./events";

const count = 2500;
let service: Awaited<ReturnType<typeof startHandler>>;
let server: Awaited<ReturnType<typeof overHttp>>;
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Twin", { ...guideTable, name: "Twin-physical" }],
  ]);
  server = await overHttp(service.handler);
  const ids = Array.from({ length: count }, (_, i) => ({
    PutRequest: { Item: { Id: { S: `${i} é/?` } } },
  }));
  for (let i = 0; i < count; i += 25) {
    const RequestItems = { [guideTable.name]: ids.slice(i, i + 25) };
    await service.admin.send(new BatchWriteItemCommand({ RequestItems }));
  }
}, 60_000);
afterAll(async () => {
  await server.close();
  await service.close();
});

const list = "/DynamoDBManager/LambdaTable";
const fullPages = (pages: number, size: number) => Array<number>(pages).fill(size);

test.each([
  ["?limit=97", [...fullPages(25, 97), 75]],
  // DynamoDB cannot know that a full page is the last one.
  ["", [...fullPages(25, 100), 0]],
])("every item comes once, in pages of the size asked for (%s)", async (query, sizes) => {
  const seen: string[] = [];
  const pages: number[] = [];
  let next: string | undefined = `${list}${query}`;
  while (next !== undefined) {
    const { status, headers, json } = await server.client("GET", next);
    expect(status).toBe(200);
    seen.push(...json.items.map(({ Id }: { Id: string }) => Id));
    const link = /^<\/prod(.*)>; rel="next"$/.exec(String(headers["link"] ?? ""))?.[1];
    expect(json.cursor === undefined).toBe(link === undefined);
    if (link) expect(new URL(link, "http://x").searchParams.get("cursor")).toBe(json.cursor);
    next = link;
    pages.push(json.items.length);
  }
  expect(pages).toStrictEqual(sizes);
  expect(new Set(seen).size).toBe(count);
});

test("a key of the longest text that JSON would write six times as long does not end the list", async () => {
  const Id = "\u0001".repeat(2048);
  await service.post({
    operation: "create",
    tableName: "LambdaTable",
    payload: { Item: { Id } },
  });
  const table = tableOf("LambdaTable", guideTable);
  const cursor = writeCursor(table, { Id });
  expect(cursor.length).toBeLessThan(3000);
  const path = `/DynamoDBManager/LambdaTable?cursor=${cursor}&limit=1`;
  expect((await server.client("GET", path)).status).toBe(200);
  expect(readCursor(table, cursor)).toStrictEqual({ Id });
  await service.post({ operation: "delete", tableName: "LambdaTable", payload: { Key: { Id } } });
});

test("cursors keep keys of every type", () => {
  const keys = (["S", "N", "B"] as const).map((type) => ({ name: type, type }));
  const table = { name: "T", physicalName: "T", keys };
  const key = { S: "3:é\u0000🦆", N: exactNumber("12345678901234567890"), B: { $binary: "AP/+" } };
  expect(readCursor(table, writeCursor(table, key))).toStrictEqual(key);
});

test("a presigned URL lists, too", async () => {
  const path = "/DynamoDBManager/LambdaTable?limit=1&X-Amz-Algorithm=x&X-Amz-Signature=y";
  const { status, headers } = await server.client("GET", path);
  expect(status).toBe(200);
  expect(headers["link"]).not.toMatch(/x-amz/i);
});

describe("a cursor", () => {
  let cursor: string;
  beforeAll(async () => {
    cursor = (await server.client("GET", `${list}?limit=1`)).json.cursor;
  });
  const begin = (table: string, at: string) =>
    server.client("GET", `/DynamoDBManager/${table}?cursor=${at}`);

  test("begins the next page of its table", async () => {
    expect((await begin("LambdaTable", cursor)).status).toBe(200);
  });

  test("of another table with the same keys is a 400, and no page that begins anywhere", async () => {
    const { status, json } = await begin("Twin", cursor);
    expect(status).toBe(400);
    expect(json.detail).toBe('"cursor" must be one that this table\'s list has given.');
  });

  test.each<[string, (whole: string) => string]>([
    ["without its beginning", (whole) => whole.slice(1)],
    ["without its end", (whole) => whole.slice(0, -1)],
    ["in one piece", (whole) => whole.replace(".", "")],
    ["with more behind it", (whole) => `${whole}.x`],
    ["with a padding", (whole) => whole.replace(".", "=.")],
    ["with a space", (whole) => whole.replace(".", "%20.")],
    ["of somebody's own", () => "e30.x"],
  ])("%s is a 400", async (_, damage) => {
    expect((await begin("LambdaTable", damage(cursor))).status).toBe(400);
  });

  test("of a short key is short enough to be read out", async () => {
    expect(cursor.length).toBeLessThan(40);
  });
});
