/** The tables as text for the function's environment. */
import { readTables, writeTables } from "../../functions/table";
import { guideTable, tableOf } from "../support/functions/events";
import { indexedOrders } from "../support/functions/indexed-orders";

test("what is written is read as the same tables", () => {
  const orders = tableOf("Orders", { ...indexedOrders, versionAttribute: "version" });
  const tables = [tableOf("LambdaTable", { ...guideTable, operations: ["read", "query"] }), orders];
  expect(orders.indexes?.map(({ isLocal }) => isLocal)).toStrictEqual([false, false, true]);
  expect(readTables(writeTables(tables))).toStrictEqual(tables);
});
