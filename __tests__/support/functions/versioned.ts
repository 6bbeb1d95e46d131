/** The façade over tables with versions, in process and over HTTP, and an item for each test. */
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { type Client, inProcess, overHttp } from "./clients";
import { guideTable, startHandler, type TableConfig } from "./events";
import { json, type ways } from "./facade";

jest.setTimeout(60_000); // on a busy machine, too

export const table = "/DynamoDBManager/Things";

/** Beside it, one with a sort key, and one without versions. */
const orders: TableConfig = {
  name: "Orders-physical",
  hash_key: "customer",
  range_key: "number",
  attribute: [
    { name: "customer", type: "S" },
    { name: "number", type: "N" },
  ],
  versionAttribute: "a/b",
};

type Way = (typeof ways)[number];

/** For the tests of a file. */
export function versionedService() {
  let service: Awaited<ReturnType<typeof startHandler>>;
  let clients: Record<Way, Client>;
  let closeServer: () => Promise<void>;
  beforeAll(async () => {
    service = await startHandler([
      ["Things", { ...guideTable, versionAttribute: "version" }],
      ["Orders", orders],
      ["Plain", { ...guideTable, name: "Plain-physical" }],
    ]);
    const server = await overHttp(service.handler);
    closeServer = server.close;
    clients = { "in process": inProcess(service.handler), "over HTTP": server.client };
  });
  afterAll(async () => {
    await closeServer();
    await service.close();
  });

  /** Past the API, as a program that knows nothing of versions. */
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
