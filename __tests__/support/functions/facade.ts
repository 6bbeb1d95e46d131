/** The façade over three kinds of keys, in process and over HTTP. */
import { startClients } from "./clients";
import { guideTable, ordersTable, startHandler, type TableConfig } from "./events";

const blobs: TableConfig = {
  name: "Blobs-physical",
  hash_key: "bytes",
  attribute: [{ name: "bytes", type: "B" }],
};

export async function startFacade() {
  const service = await startHandler([
    ["LambdaTable", guideTable],
    ["Orders", ordersTable],
    ["Blobs", blobs],
  ]);
  const { clients, close: closeServer } = await startClients(service.handler);
  const close = async () => {
    await closeServer();
    await service.close();
  };
  return { handler: service.handler, clients, close };
}
