/** The façade over tables with versions, in process and over HTTP, and an item for each test. */
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { type Client, json, startClients, type Way } from "./clients";
import { guideTable, ordersTable, startHandler } from "./events";

export const table = "/DynamoDBManager/Things";

/** Starts before the tests of a file, and ends after them. */
export function versionedService() {
  let service: Awaited<ReturnType<typeof startHandler>>;
  let clients: Record<Way, Client>;
  let closeServer: () => Promise<void>;
  beforeAll(async () => {
    service = await startHandler([
      ["Things", { ...guideTable, versionAttribute: "version" }],
      ["Orders", { ...ordersTable, versionAttribute: "a/b" }],
      ["Plain", { ...guideTable, name: "Plain-physical" }],
    ]);
    ({ clients, close: closeServer } = await startClients(service.handler));
  });
  afterAll(async () => {
    await closeServer();
    await service.close();
  });

  /** Writes past the API, as a program that knows nothing of versions. */
  const putPast = (item: Readonly<Record<string, unknown>>) => {
    const Item = Object.fromEntries(
      Object.entries(item).map(([name, value]) => [
        name,
        typeof value === "number" ? { N: String(value) } : { S: String(value) },
      ]),
    );
    return service.admin.send(new PutItemCommand({ TableName: guideTable.name, Item }));
  };

  return {
    service: () => service,
    putPast,
    clientOf:
      (way: Way): Client =>
      (...request) =>
        clients[way](...request),
  };
}

/** An item of the test's own. */
export function newItem(send: Client) {
  const id = `an item ${Math.random()}`;
  const path = `${table}/${encodeURIComponent(id)}`;
  const put = async (item: object = { a: 1 }) => {
    const { json: stored } = await send("PUT", path, json(item));
    return { version: stored.version as number, tag: `"${stored.version}"` };
  };
  return { id, path, put };
}

export const ifMatch = (value: string, item: object = { a: 2 }) => ({
  ...json(item),
  headers: { "if-match": value },
});
