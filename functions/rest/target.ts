/** What a route of the façade gets, and how it runs an operation. */
import { execute, type Invocation } from "../execute";
import type { HttpRequest } from "../http/event";
import { type OperationName, operations } from "../operations";
import type { Attributes, Item, Table, Tables } from "../table";

/** What every route gets. */
export interface Call {
  readonly request: HttpRequest;
  readonly invocation: Invocation;
  readonly tables: Tables;
}

/** What a route of a table or of an item gets. */
export interface Target extends Call {
  readonly table: Table;
  /** Of the item; empty for the table itself. */
  readonly key: Attributes;
}

/** Members of the rows' results, as JSON values. */
interface Output {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Item;
}

/** @param payload already checked and decoded, as the row's schema returns it */
export async function run(
  { table, invocation }: Target,
  name: OperationName,
  payload: object,
): Promise<Output> {
  const request = { name, operation: operations[name], payload, table };
  return (await execute(request, invocation)) as Output;
}
