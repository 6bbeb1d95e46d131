/** The synthesized tables in the engine: created, kept, or refused since their keys differ. */
import { createServer } from "node:http";
import {
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import type { SettingsInput } from "../../../infra/settings/settings";
import type { Engine } from "../../../local/engine/engine";
import { createTables } from "../../../local/engine/tables";
import { listen, stop } from "../../../local/listen";
import { readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { startTestEngine } from "../../support/engine";
import { synthesize } from "../../support/infra/synthesize";

type Tables = SettingsInput["tables"] & object;
const key = <T extends "S" | "N" | "B" = "S">(name: string, type = "S" as T) => ({ name, type });
const orders = {
  hashKey: key("customer"),
  sortKey: key("time", "N"),
  globalIndexes: {
    "by-state": { hashKey: key("state"), sortKey: key("day") },
    "by-day": { hashKey: key("day") },
  },
  localIndexes: { "by-total": key("total", "N"), "by-rank": key("rank", "N") },
  ttlAttribute: "expires",
};
const tablesOf = (tables: Tables) =>
  readService(parseTerraform(synthesize({ tables }).json, "/")).tables;
const Orders = tablesOf({ Orders: orders });

let engine: Engine;
let client: DynamoDBClient;
beforeAll(async () => {
  engine = await startTestEngine();
  client = new DynamoDBClient({ endpoint: engine.endpoint });
  await createTables(client, Orders);
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

const schema = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: "HASH" },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" }]),
];
test("a table has the synthesized keys and indexes, and can be used at once", async () => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: "Orders" }));
  expect(Table).toMatchObject({ TableStatus: "ACTIVE", KeySchema: schema("customer", "time") });
  const types = Table?.AttributeDefinitions?.map((one) => [one.AttributeName, one.AttributeType]);
  expect(Object.fromEntries(types ?? [])).toStrictEqual({
    customer: "S",
    time: "N",
    state: "S",
    day: "S",
    total: "N",
    rank: "N",
  });
  const indexes = [
    ...(Table?.GlobalSecondaryIndexes ?? []),
    ...(Table?.LocalSecondaryIndexes ?? []),
  ];
  const keysAndProjection = indexes.map(({ IndexName, KeySchema, Projection }) => [
    IndexName,
    [KeySchema, Projection],
  ]);
  const all = { ProjectionType: "ALL" };
  expect(Object.fromEntries(keysAndProjection)).toStrictEqual({
    "by-state": [schema("state", "day"), all],
    "by-day": [schema("day"), all],
    "by-total": [schema("customer", "total"), all],
    "by-rank": [schema("customer", "rank"), all],
  });
});

test("each of several tables is made", async () => {
  const one = { hashKey: key("Id") };
  await createTables(client, tablesOf({ First: one, Second: one }));
  for (const TableName of ["First", "Second"]) {
    expect(await client.send(new ScanCommand({ TableName }))).toMatchObject({ Count: 0 });
  }
});

test("an existing table keeps its items, with its indexes in any order", async () => {
  const Item = { customer: { S: "a" }, time: { N: "1" } };
  await client.send(new PutItemCommand({ TableName: "Orders", Item }));
  const { globalIndexes: global, localIndexes: local } = orders;
  const reversed = (indexes: object) => Object.fromEntries(Object.entries(indexes).toReversed());
  const turned = { ...orders, globalIndexes: reversed(global), localIndexes: reversed(local) };
  for (const table of [orders, turned]) await createTables(client, tablesOf({ Orders: table }));
  expect(await client.send(new ScanCommand({ TableName: "Orders" }))).toMatchObject({ Count: 1 });
});

const { "by-state": byState, ...otherGlobal } = orders.globalIndexes;
const { "by-total": byTotal, ...otherLocal } = orders.localIndexes;
test.each<[string, Tables[string]]>([
  ["hash key", { ...orders, hashKey: key("buyer") }],
  ["type of its sort key", { ...orders, sortKey: key("time", "S") }],
  ["global indexes", { ...orders, globalIndexes: {} }],
  ["name of a global index", { ...orders, globalIndexes: { ...otherGlobal, "by-what": byState } }],
  [
    "sort key of a global index",
    {
      ...orders,
      globalIndexes: {
        ...otherGlobal,
        "by-state": { hashKey: key("state"), sortKey: key("time", "N") },
      },
    },
  ],
  ["name of a local index", { ...orders, localIndexes: { ...otherLocal, "by-what": byTotal } }],
  ["number of local indexes", { ...orders, localIndexes: otherLocal }],
])("a table with another %s is an error that says what to do", async (_, other) => {
  await expect(createTables(client, tablesOf({ Orders: other }))).rejects.toThrow(
    /^The table Orders exists with the keys customer \(S\) \+ time \(N\), .*by-state: state \(S\) \+ day \(S\).*, but the service needs .*\. Start again with --reset Orders, which deletes its items, or with --memory\.$/,
  );
});

test("an engine that fails is not taken for one without the table", async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers["x-amz-target"]);
    response.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
    response.end('{"__type":"AccessDeniedException","message":"not yours"}');
  });
  const port = await listen(server, 0, "127.0.0.1");
  const stranger = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}` });
  await expect(createTables(stranger, Orders)).rejects.toThrow("not yours");
  expect(asked).toStrictEqual(["DynamoDB_20120810.DescribeTable"]);
  stranger.destroy();
  await stop(server);
});
