/** Which operations the envelope may run on a table. */
import type { Operation } from "./operation";
import { Problem } from "./problem";
import type { Table } from "./table";

/** Whether the envelope may run the operation on the table. */
export const isAllowed = (row: Operation, { versionAttribute }: Table): boolean =>
  versionAttribute === undefined || !("access" in row) || row.access !== "write";

/**
 * A write by the envelope would leave the item's version as it is, and with it an entity tag that names two items.
 * @throws Problem `invalid-body` that names the façade
 */
export function checkAccess(operation: string, row: Operation, table: Table): void {
  if (isAllowed(row, table)) return;
  const { name, keys } = table;
  const path = `${name}/${keys.map((key) => `{${key.name}}`).join("/")}`;
  const detail = `must not be "${operation}" for ${name}, whose items have versions. Use the table's own paths: POST ${name}, or PUT or PATCH ${path}.`;
  throw new Problem("invalid-body", `/operation ${detail}`, [{ pointer: "/operation", detail }]);
}
