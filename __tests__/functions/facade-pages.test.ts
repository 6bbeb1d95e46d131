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
  service = await startHandler();
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

test.each(["?limit=97", ""])("every item comes once, page by page (%s)", async (query) => {
  const seen: string[] = [];
  let next: string | undefined = `/DynamoDBManager/LambdaTable${query}`;
  let pages = 0;
  while (next !== undefined) {
    const { status, headers, json } = await server.client("GET", next);
    expect(status).toBe(200);
    seen.push(...json.items.map(({ Id }: { Id: string }) => Id));
    const link = /^<\/prod(.*)>; rel="next"$/.exec(String(headers["link"] ?? ""))?.[1];
    expect(json.cursor === undefined).toBe(link === undefined);
    if (link) expect(new URL(link, "http://x").searchParams.get("cursor")).toBe(json.cursor);
    next = link;
    pages++;
  }
  expect(seen).toHaveLength(count);
  expect(new Set(seen).size).toBe(count);
  // DynamoDB cannot know that a full page is the last one.
  expect(pages).toBe(26);
});

test("a key of the longest text that JSON would write six times as long does not end the list", async () => {
  const Id = "\u0001".repeat(2048);
  await service.post({ operation: "create", payload: { Item: { Id } } });
  const table = tableOf("LambdaTable", guideTable);
  const cursor = writeCursor(table, { Id });
  expect(cursor.length).toBeLessThan(3000);
  const path = `/DynamoDBManager/LambdaTable?cursor=${cursor}&limit=1`;
  expect((await server.client("GET", path)).status).toBe(200);
  expect(readCursor(table, cursor)).toEqual({ Id });
  await service.post({ operation: "delete", payload: { Key: { Id } } });
});

test("cursors keep keys of every type", () => {
  const keys = (["S", "N", "B"] as const).map((type) => ({ name: type, type }));
  const table = { name: "T", physicalName: "T", keys };
  const key = { S: "3:é\u0000🦆", N: exactNumber("12345678901234567890"), B: { $binary: "AP/+" } };
  expect(readCursor(table, writeCursor(table, key))).toEqual(key);
});

test("a presigned URL lists, too", async () => {
  const path = "/DynamoDBManager/LambdaTable?limit=1&X-Amz-Algorithm=x&X-Amz-Signature=y";
  const { status, headers } = await server.client("GET", path);
  expect(status).toBe(200);
  expect(headers["link"]).not.toMatch(/x-amz/i);
});

test("a damaged cursor, and one of another table, is a 400", async () => {
  const { json } = await server.client("GET", "/DynamoDBManager/LambdaTable?limit=1");
  const cursor = json.cursor as string;
  for (const bad of [
    cursor.slice(1),
    cursor.slice(0, -1),
    cursor.replace(".", ""),
    `${cursor}.x`.slice(1),
    "e30.x",
  ]) {
    const { status } = await server.client("GET", `/DynamoDBManager/LambdaTable?cursor=${bad}`);
    expect([bad, status]).toEqual([bad, 400]);
  }
});
