/** The route table: one row for each method and path of the resource. Every list of paths is computed from it. */
import { execute } from "../execute";
import { readBody } from "../http/event";
import type { Answer } from "../http/response";
import { type AnswerOperation, hasPath, type Operation } from "../operation";
import { type OperationName, operations } from "../operations";
import { readRequest } from "../request";
import { createItem, listItems, listPartition } from "./collections";
import { describeRequest } from "./describe-request";
import { deleteItem, patchItem, readItem, replaceItem } from "./items";
import { condition, type Parameter, parameters } from "./query-string";
import type { Call, Target } from "./target";

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the resource; `{hashKey}` and `{key}` are a segment for each attribute. */
  readonly path: string;
  /** One line for the documentation, in the imperative. */
  readonly summary: string;
  /** The operations that it runs on its table, which has the route only if it allows them all. @default none */
  readonly runs?: readonly OperationName[];
  /** Also those, on a table with versions. @default none */
  readonly versionedRuns?: readonly OperationName[];
  /** Instead of `runs`, for a hash key of a global index. @default there are no such requests */
  readonly indexRuns?: readonly OperationName[];
  /** Those of a success, then those that not every route has. */
  readonly statuses: readonly number[];
  /** Those that only a table with versions can answer. @default none */
  readonly versionedStatuses?: readonly number[];
  /** Any other is refused. @default all are ignored */
  readonly parameters?: readonly Parameter[];
  /** The body: an item, its attributes without those of the path, or a patch. @default none */
  readonly takes?: "item" | "others" | "patch";
  /** The answer, if it has a body. @default an item */
  readonly answers?: "page";
  readonly answer: (target: Target) => Promise<Answer>;
}

const envelope: Route = {
  method: "POST",
  path: "",
  summary: "Run the operation that the body names.",
  statuses: [200, 409],
  answer: async ({ request, tables, invocation }: Call) => ({
    status: 200,
    body: await execute(readRequest(readBody(request), tables), invocation),
  }),
};

const ofPages = [...Object.values(parameters), condition];

const ofTables: readonly Route[] = [
  {
    method: "GET",
    path: "/{table}",
    summary: "List one page of the items in no order, or of a global index.",
    runs: ["list"],
    indexRuns: ["query"],
    statuses: [200],
    parameters: ofPages,
    answers: "page",
    answer: listItems,
  },
  {
    method: "POST",
    path: "/{table}",
    summary: "Create an item.",
    runs: ["create"],
    statuses: [201, 409],
    parameters: [],
    takes: "item",
    answer: createItem,
  },
  {
    method: "GET",
    path: "/{table}/{hashKey}",
    summary: "List one page of the items of a hash key, in the order of a sort key.",
    runs: ["query"],
    statuses: [200],
    parameters: ofPages,
    answers: "page",
    answer: listPartition,
  },
  {
    method: "POST",
    path: "/{table}/{hashKey}",
    summary: "Create an item of a hash key.",
    runs: ["create"],
    statuses: [201, 409],
    parameters: [],
    takes: "others",
    answer: createItem,
  },
  {
    method: "GET",
    path: "/{table}/{key}",
    summary: "Read an item.",
    runs: ["read"],
    statuses: [200, 404],
    versionedStatuses: [304, 412],
    parameters: [parameters.fields],
    answer: readItem,
  },
  {
    method: "PUT",
    path: "/{table}/{key}",
    summary: "Create or replace an item.",
    runs: ["create"],
    versionedRuns: ["read"],
    statuses: [200, 201, 412],
    versionedStatuses: [409],
    parameters: [],
    takes: "others",
    answer: replaceItem,
  },
  {
    method: "PATCH",
    path: "/{table}/{key}",
    summary: "Change an item by a JSON Merge Patch (RFC 7396).",
    runs: ["read", "update"],
    statuses: [200, 404, 409, 412],
    parameters: [],
    takes: "patch",
    answer: patchItem,
  },
  {
    method: "DELETE",
    path: "/{table}/{key}",
    summary: "Delete an item.",
    runs: ["delete"],
    versionedRuns: ["read"],
    statuses: [204, 404, 412],
    versionedStatuses: [409],
    parameters: [],
    answer: deleteItem,
  },
];

export const routes: readonly Route[] = [
  envelope,
  ...Object.entries<Operation>(operations).flatMap(([name, row]) =>
    hasPath(row) ? routesOf(name, row) : [],
  ),
  ...ofTables,
];

function routesOf(name: string, operation: AnswerOperation): readonly Route[] {
  const { summary, describesRequest } = operation;
  const methods = describesRequest
    ? (["GET", "POST", "PUT", "PATCH", "DELETE"] as const)
    : (["GET"] as const);
  return methods.map((method) => ({
    method,
    path: `/${name}`,
    summary,
    statuses: [200],
    answer: async ({ request, invocation, tables }: Call) => {
      const checked = describesRequest
        ? { name, operation, payload: describeRequest(request) }
        : readRequest({ operation: name }, tables);
      return { status: 200, body: await execute(checked, invocation) };
    },
  }));
}
