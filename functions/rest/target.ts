/** What a request of the façade is about, and how it runs a row of the operation table there. */

import { execute, type Invocation } from "../execute";
import type { HttpRequest } from "../http/event";
import { type OperationName, operations } from "../operations";
import type { Attributes, Item, Table, Tables } from "../table";

/** Of every request. */
export interface Call {
  readonly request: HttpRequest;
  readonly invocation: Invocation;
  readonly tables: Tables;
}

/** Of a request to a table or to an item. */
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

/** @param payload checked and decoded, as the row's schema would give it */
export async function run(
  { table, invocation }: Target,
  name: OperationName,
  payload: object,
): Promise<Output> {
  const request = { name, operation: operations[name], payload, table };
  return (await execute(request, invocation)) as Output;
}
