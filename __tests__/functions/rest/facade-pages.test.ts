/** Whole tables by HTTP, page by page: `Link` leads to the next page, and a cursor belongs to its table. */
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { nextOf, overHttp } from "../../support/functions/clients";
import { guideTable, startHandler, type TableConfig } from "../../support/functions/events";

const count = 2500;
const places: TableConfig = {
  name: "Places-physical",
  hash_key: "name",
  range_key: "in",
  attribute: [
    { name: "name", type: "S" },
    { name: "in", type: "S" },
  ],
};
const readings: TableConfig = {
  name: "Readings-physical",
  hash_key: "sensor",
  range_key: "at",
  attribute: [
    { name: "sensor", type: "B" },
    { name: "at", type: "N" },
  ],
};
let service: Awaited<ReturnType<typeof startHandler>>;
let server: Awaited<ReturnType<typeof overHttp>>;
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Twin", { ...guideTable, name: "Twin-physical" }],
    ["Readings", readings],
    ["Places", places],
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
    const link = nextOf(headers);
    expect(json.cursor === undefined).toBe(link === undefined);
    expect(link ?? "?cursor=").toMatch(/\?cursor=[^&]*(&limit=97)?$/); // in a signature's order
    if (link) expect(new URL(link, "http://x").searchParams.get("cursor")).toBe(json.cursor);
    next = link;
    pages.push(json.items.length);
  }
  expect(pages).toStrictEqual(sizes);
  expect(new Set(seen).size).toBe(count);
});

/** What a list is made of when each page has one item. */
async function readOneByOne(table: string): Promise<object[]> {
  const items: object[] = [];
  let next: string | undefined = `/DynamoDBManager/${table}?limit=1`;
  while (next !== undefined) {
    const { status, headers, json } = await server.client("GET", next);
    expect(status).toBe(200);
    items.push(...json.items);
    next = nextOf(headers);
    expect(next?.length ?? 0).toBeLessThan(3000); // of a URL's 8 or 10 KB
  }
  return items;
}

test.each<[string, string, object[]]>([
  [
    "texts of the longest kind, which JSON would write six times as long",
    "Twin",
    ["\u0001", "\u0002"].map((end) => ({ Id: `${"\u0001".repeat(2047)}${end}` })),
  ],
  [
    "texts that look like a cursor's parts",
    "Twin",
    ["3:é\u0000🦆", "12:", ":", "1", "a.b", " ", " a ", "\n"].map((Id) => ({ Id })),
  ],
  [
    "two texts, of letters of several bytes",
    "Places",
    ["a", "é", "1:🦆"].map((place) => ({ name: "Zürich am See 🦆", in: place })),
  ],
  [
    "bytes and numbers",
    "Readings",
    [-1, 0, 1, 2].map((n) => ({ sensor: { $binary: "AP/+" }, at: n + 0.25 })),
  ],
])("a list continues after keys of every type: %s", async (_, table, items) => {
  const change = (operation: string, payload: object) =>
    service.post({ operation, tableName: table, payload });
  for (const Item of items) await change("create", { Item });
  const found = await readOneByOne(table);
  expect(found).toHaveLength(items.length);
  expect(found).toStrictEqual(expect.arrayContaining(items));
  for (const Key of items) await change("delete", { Key });
});

test("a list continues after a number that is not exact as a double", async () => {
  const numbers = ["12345678901234567890", "12345678901234567891", "12345678901234567892"];
  for (const number of numbers) {
    const Item = `{"sensor":{"$binary":"AA=="},"at":${number}}`;
    await service.post(`{"operation":"create","tableName":"Readings","payload":{"Item":${Item}}}`);
  }
  const items = await readOneByOne("Readings");
  expect(items).toHaveLength(numbers.length); // a cursor that was rounded would skip or repeat some
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

  test("of another table with the same key attributes is a 400", async () => {
    const { status, json } = await begin("Twin", cursor);
    expect(status).toBe(400);
    expect(json.detail).toBe(
      '"cursor" must be copied from an earlier page of the same table, index, conditions and order.',
    );
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
});
