/** The façade over three kinds of keys, in process and over HTTP. */
import { type Client, inProcess, overHttp } from "./clients";
import { guideTable, startHandler, type TableConfig } from "./events";

const orders: TableConfig = {
  name: "Orders-physical",
  hash_key: "customer",
  range_key: "number",
  attribute: [
    { name: "customer", type: "S" },
    { name: "number", type: "N" },
  ],
};
const blobs: TableConfig = {
  name: "Blobs-physical",
  hash_key: "bytes",
  attribute: [{ name: "bytes", type: "B" }],
};

export const ways = ["in process", "over HTTP"] as const;

export async function startFacade() {
  const service = await startHandler([
    ["LambdaTable", guideTable],
    ["Orders", orders],
    ["Blobs", blobs],
  ]);
  const server = await overHttp(service.handler);
  const clients: Record<(typeof ways)[number], Client> = {
    "in process": inProcess(service.handler),
    "over HTTP": server.client,
  };
  const close = async () => {
    await server.close();
    await service.close();
  };
  return { handler: service.handler, clients, close };
}

export const json = (value: unknown) => ({ body: JSON.stringify(value) });
