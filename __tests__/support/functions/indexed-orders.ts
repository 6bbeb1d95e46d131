/** A table with indexes of both kinds, and keys of all types. */
import type { TableConfig } from "./events";

const attribute = Object.entries({ Id: "S", n: "N", m: "N", s: "S", b: "B" });
export const indexedOrders: TableConfig = {
  name: "Orders-physical",
  hash_key: "Id",
  range_key: "n",
  attribute: attribute.map(([name, type]) => ({ name, type })),
  global_secondary_index: [
    { name: "by-m", hash_key: "m", projection_type: "ALL" },
    { name: "by-s", hash_key: "s", range_key: "b", projection_type: "ALL" },
  ],
  local_secondary_index: [{ name: "local-s", range_key: "s", projection_type: "ALL" }],
};
