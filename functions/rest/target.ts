/** What a route of the façade gets, and how it runs an operation. */
import { checkOpen } from "../access";
import { execute, type Invocation } from "../execute";
import type { HttpRequest } from "../http/event";
import type { Result } from "../operation";
import { type OperationName, operations } from "../operations";
import { invalidParameter, Problem, problemOf } from "../problem";
import type { Attributes, Table, Tables } from "../table";
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

/**
 * @param payload already checked and decoded, as the row's schema returns it
 * @throws Problem `operation-not-allowed`, when the table has the route for other requests than this one
 */
export async function run(
  { table, invocation }: Target,
  name: OperationName,
  payload: object,
): Promise<Result> {
  checkOpen(name, table);
  const operation = operations[name];
  const output = execute({ name, operation, payload, table }, invocation);
  const writes = "access" in operation && operation.access === "write";
  return (await (writes ? output : output.catch(explainRefusal))) as Result;
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
