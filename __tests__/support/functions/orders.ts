/** A shop's orders: a table with a sort key, local and global indexes, and attributes named like parameters. */
import { inProcess } from "./clients";
import { guideTable, ordersTable, startHandler, type TableConfig } from "./events";

const projection_type = "ALL" as const;

export const orders: TableConfig = {
  ...ordersTable,
  attribute: [
    ...ordersTable.attribute,
    { name: "time", type: "S" },
    { name: "limit", type: "N" },
    { name: "state", type: "S" },
    { name: "agent", type: "N" },
    { name: "digest", type: "B" },
  ],
  local_secondary_index: [
    { name: "by-time", range_key: "time", projection_type },
    { name: "by-limit", range_key: "limit", projection_type },
    { name: "by-digest", range_key: "digest", projection_type },
  ],
  global_secondary_index: [
    { name: "by-state", hash_key: "state", range_key: "time", projection_type },
    { name: "by-agent", hash_key: "agent", projection_type },
  ],
};

/** Its keys need `key.` in a query. */
const odd: TableConfig = {
  name: "Odd-physical",
  hash_key: "id",
  attribute: ["id", "order", "X-Amz-Date", "key.a"].map((name) => ({ name, type: "S" })),
  global_secondary_index: ["order", "X-Amz-Date", "key.a"].map((name) => ({
    name: `by-${name}`,
    hash_key: name,
    projection_type,
  })),
};

/** `put` writes items as the envelope takes them. */
export async function startOrders() {
  const service = await startHandler([
    ["Orders", orders],
    ["LambdaTable", guideTable],
    ["Odd", odd],
  ]);
  const put = async (...items: object[]) => {
    for (let i = 0; i < items.length; i += 25) {
      const payload = { Put: items.slice(i, i + 25) };
      const { json } = await service.post({
        operation: "batchWrite",
        tableName: "Orders",
        payload,
      });
      if (Object.keys(json).length > 0) throw new Error(JSON.stringify(json));
    }
  };
  return { ...service, client: inProcess(service.handler), put };
}
