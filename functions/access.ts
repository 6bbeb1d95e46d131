/** What is allowed on a table: the operations that its settings name, and those of them that the envelope may run. */
import type { Operation } from "./operation";
import { type OperationName, operations } from "./operations";
import { Problem } from "./problem";
import type { Table } from "./table";

/** The names of the rows that run a Command, and so use a table, in the order of the operation table. */
export const tableOperations = Object.entries<Operation>(operations).flatMap(([name, row]) =>
  "Command" in row ? (name as OperationName) : [],
);

/** Whether the settings of the table allow the operation. Somebody may have deleted the row of one that a route runs. */
export const isOpen = (name: string, { operations: open }: Table): boolean =>
  Object.hasOwn(operations, name) && (open?.includes(name) ?? true);

/** The operations that the settings of some table allow, and those that use no table. */
export const openOperations = (tables: readonly Table[]): readonly string[] =>
  Object.entries<Operation>(operations).flatMap(([name, row]) =>
    !("Command" in row) || tables.some((table) => isOpen(name, table)) ? name : [],
  );

/** Whether the envelope may run the operation; a table is asked only about what runs a Command. */
export const isAllowed = (name: string, row: Operation, table: Table): boolean =>
  !("Command" in row) || (isOpen(name, table) && keepsVersions(row, table));

/** The envelope does not change the version: after its write, one entity tag would name two states of an item. */
const keepsVersions = (row: Operation, { versionAttribute }: Table): boolean =>
  versionAttribute === undefined || !("access" in row) || row.access !== "write";

/** @throws Problem `operation-not-allowed` that names the operations of the table */
export function checkOpen(name: string, table: Table): void {
  if (isOpen(name, table)) return;
  const open = (table.operations ?? tableOperations).join(", ");
  throw new Problem("operation-not-allowed", `${table.name} allows ${open}, but not ${name}.`);
}

/**
 * For the envelope.
 * @throws Problem `operation-not-allowed`; `invalid-body` that names the façade
 */
export function checkAccess(name: string, row: Operation, table: Table): void {
  checkOpen(name, table);
  if (keepsVersions(row, table)) return;
  const path = [table.name, ...table.keys.map((key) => `{${key.name}}`)].join("/");
  const detail = `must not be "${name}" for ${table.name}, whose items have versions. Use the table's own paths, ${table.name} and ${path}.`;
  throw new Problem("invalid-body", `/operation ${detail}`, [{ pointer: "/operation", detail }]);
}
