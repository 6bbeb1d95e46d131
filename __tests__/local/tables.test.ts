import {
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import type { Engine } from "../../local/engine";
import { readService } from "../../local/service";
import { createTables } from "../../local/tables";
import { parseTerraform } from "../../local/terraform";
import { startTestEngine } from "../engine";
import { synthesize } from "../infra/synthesize";

const key = (name: string, type: "S" | "N" | "B" = "S") => ({ name, type });
const orders = {
  hashKey: key("customer"),
  sortKey: key("time", "N"),
  globalIndexes: { "by-state": { hashKey: key("state") } },
  localIndexes: { "by-total": key("total", "N") },
  ttlAttribute: "expires",
};
const tablesOf = (table: object) =>
  readService(parseTerraform(synthesize({ tables: { Orders: table as never } }).json, "/")).tables;

let engine: Engine;
let client: DynamoDBClient;
beforeEach(async () => {
  engine = await startTestEngine();
  client = new DynamoDBClient({ endpoint: engine.endpoint });
});
afterEach(async () => {
  client.destroy();
  await engine.close();
});

test("tables have the synthesized keys and indexes", async () => {
  await createTables(client, tablesOf(orders));
  const { Table } = await client.send(new DescribeTableCommand({ TableName: "Orders" }));
  expect(Table).toMatchObject({
    TableStatus: "ACTIVE",
    KeySchema: [
      { AttributeName: "customer", KeyType: "HASH" },
      { AttributeName: "time", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      { IndexName: "by-state", KeySchema: [{ AttributeName: "state", KeyType: "HASH" }] },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: "by-total",
        KeySchema: [
          { AttributeName: "customer", KeyType: "HASH" },
          { AttributeName: "total", KeyType: "RANGE" },
        ],
      },
    ],
  });
});

test("a table that is there already keeps its items", async () => {
  await createTables(client, tablesOf(orders));
  const Item = { customer: { S: "a" }, time: { N: "1" } };
  await client.send(new PutItemCommand({ TableName: "Orders", Item }));
  await createTables(client, tablesOf(orders));
  expect(await client.send(new ScanCommand({ TableName: "Orders" }))).toMatchObject({ Count: 1 });
});

test.each([
  ["hash key", { ...orders, hashKey: key("buyer") }],
  ["type", { ...orders, sortKey: key("time", "S") }],
  ["index", { ...orders, globalIndexes: {} }],
])("a table with another %s is an error that says what to do", async (_, other) => {
  await createTables(client, tablesOf(orders));
  await expect(createTables(client, tablesOf(other))).rejects.toThrow(
    /^The table Orders exists with the keys customer \(S\) \+ time \(N\), .*--reset/,
  );
});
