/** service.json: what the pages know of the service. */
import {
  BatchWriteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { createHome } from "../../support/local/local-server";

const { start } = createHome();
const code = `export const handler = async () => ({ statusCode: 200, body: "" });`;
const settings = {
  tables: {
    Orders: {
      hashKey: { name: "customer", type: "S" },
      sortKey: { name: "number", type: "N" },
      localIndexes: { "by-time": { name: "time", type: "S" } },
      globalIndexes: { "by-state": { hashKey: { name: "state", type: "B" } } },
    },
    Other: { hashKey: { name: "id", type: "N" } },
  },
  api: { stage: "v1", resource: "shop" },
} as const;
type Server = Awaited<ReturnType<typeof start>>;

const describeAt = async ({ url }: Server) =>
  JSON.parse(await (await fetch(new URL("/_pages/service.json", url))).text());

/** Puts items with the numbers from `first` on. */
async function fill({ endpoint }: Server, first: number, count: number, size = 1) {
  const client = new DynamoDBClient({ endpoint });
  const put = (number: number) => ({
    PutRequest: { Item: { id: { N: String(number) }, text: { S: "x".repeat(size) } } },
  });
  for (let done = 0; done < count; done += 25) {
    const numbers = Array.from({ length: Math.min(25, count - done) }, (_, i) => first + done + i);
    await client.send(new BatchWriteItemCommand({ RequestItems: { Other: numbers.map(put) } }));
  }
}

test("service.json has the API's paths, and the tables with their keys, indexes and counts", async () => {
  const server = await start({ code, settings });
  await fill(server, 1, 3);
  expect(await describeAt(server)).toStrictEqual({
    stage: "/v1",
    resource: "/shop",
    prefix: "",
    auth: false,
    routes: server.service().routes.map(({ method, path, authorization, apiKeyRequired }) => ({
      method,
      path,
      authorization,
      apiKeyRequired,
    })),
    tables: [
      {
        name: "Orders",
        keys: [settings.tables.Orders.hashKey, settings.tables.Orders.sortKey],
        indexes: [
          { name: "by-state", kind: "global", keys: [{ name: "state", type: "B" }] },
          {
            name: "by-time",
            kind: "local",
            keys: [settings.tables.Orders.hashKey, { name: "time", type: "S" }],
          },
        ],
        count: 0,
        hasMore: false,
      },
      {
        name: "Other",
        keys: [settings.tables.Other.hashKey],
        indexes: [],
        count: 3,
        hasMore: false,
      },
    ],
  });
});

const otherOf = async (server: Server) =>
  (await describeAt(server)).tables.find(({ name }: { name: string }) => name === "Other");

test("service.json counts to 1000 items, and then says that there are more", async () => {
  const server = await start({ code, settings });
  await fill(server, 1, 1000);
  expect(await otherOf(server)).toMatchObject({ count: 1000, hasMore: false });
  await fill(server, 1001, 1);
  expect(await otherOf(server)).toMatchObject({ count: 1000, hasMore: true });
});

test("service.json counts no more than four pages of large items", async () => {
  const server = await start({ code, settings });
  await fill(server, 1, 15, 390_000);
  const { count, hasMore } = await otherOf(server);
  expect([count < 15, hasMore]).toStrictEqual([true, true]);
});

test("service.json has no count of a table that the engine does not have", async () => {
  const server = await start({ code, settings });
  await new DynamoDBClient({ endpoint: server.endpoint }).send(
    new DeleteTableCommand({ TableName: "Other" }),
  );
  expect(Object.keys(await otherOf(server))).toStrictEqual(["name", "keys", "indexes"]);
});

test("under --auth, service.json has the path that signs, and the reason where it may not", async () => {
  expect(await describeAt(await start({ code, auth: true }))).toMatchObject({
    auth: true,
    prefix: "/_signed",
  });
  const environment = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
  const { notice } = await describeAt(await start({ code, auth: true, environment }));
  expect(notice).toMatch(/Start without AWS_ACCESS_KEY_ID/);
});
