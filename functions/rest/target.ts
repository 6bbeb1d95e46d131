/** What a route of the façade gets, and how it runs an operation. */
import { checkOpen, type TableOperation } from "../access";
import { execute, type Invocation } from "../execute";
import type { HttpRequest } from "../http/event";
import { operations } from "../operations";
import { invalidParameter, Problem, problemOf } from "../problem";
import type { Attributes, Item, Table, Tables } from "../table";
import type { Query } from "./query-string";

/** What every route gets. */
export interface Call {
  readonly request: HttpRequest;
  readonly invocation: Invocation;
  readonly tables: Tables;
}

/** What a route of a table, of a partition or of an item gets. */
export interface Target extends Call {
  readonly table: Table;
  /** Of the item; of a partition its hash key; empty for the table itself. */
  readonly key: Attributes;
  readonly query: Query;
}

/** The URL of the table, for a route of the table or of a partition. */
export const tableUrl = ({ request: { url }, key }: Target): string =>
  Object.keys(key).length === 0 ? url : url.slice(0, url.lastIndexOf("/"));

/** Members of the rows' results, as JSON values. */
interface Output {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Item;
}

/**
 * @param payload already checked and decoded, as the row's schema returns it
 * @throws Problem `operation-not-allowed`, when the table has the route for other requests than this one
 */
export async function run(
  { table, invocation }: Target,
  name: TableOperation,
  payload: object,
): Promise<Output> {
  checkOpen(name, table);
  const operation = operations[name];
  const output = execute({ name, operation, payload, table }, invocation);
  return (await (operation.access === "write" ? output : output.catch(explainRefusal))) as Output;
}

export const notFound = () => new Problem("not-found", "There is no item at this path.");

/** Only a write sends a part of the body: anything else that DynamoDB refuses is in the URL. */
function explainRefusal(error: unknown): never {
  const { kind, message } = problemOf(error);
  if (kind !== "invalid-body") throw error;
  const isReversed = /^(Invalid KeyConditionExpression: )?The BETWEEN /.test(
    (error as Error).message,
  );
  throw invalidParameter(
    isReversed ? "The range is reversed: gte must not be above lte." : message,
  );
}
