/** The façade's methods on a table and on an item: HTTP's meaning, by rows of the operation table. */
import { type Answer, type HttpRequest, readBody } from "./http";
import { formatJson } from "./json";
import { type Item, keyPath, readCursor, type Table, writeCursor } from "./keys";
import { createUpdate, needsItem } from "./merge-patch";
import type { operations } from "./operations";
import {
  anyOf,
  condition,
  hashKey,
  onCondition,
  onPrecondition,
  precondition,
  unlessCondition,
} from "./preconditions";
import { Problem } from "./problem";
import { checkAttributes } from "./request";

/** Runs a row of the operation table on the table of the request. */
export type Call = (operation: keyof typeof operations, payload: object) => Promise<Output>;

interface Output {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Item;
}

export interface Target {
  readonly request: HttpRequest;
  readonly table: Table;
  readonly call: Call;
}

export type Method = (target: Target, key: Item) => Promise<Answer>;

const listItems: Method = async ({ request, table, call }) => {
  const { limit, cursor } = readQuery(request, ["limit", "cursor"]);
  const { Items, LastEvaluatedKey } = await call("list", {
    Limit: limit === undefined ? undefined : readLimit(limit),
    ExclusiveStartKey: cursor === undefined ? undefined : readCursor(table, cursor),
  });
  if (!LastEvaluatedKey) return { status: 200, body: { items: Items } };
  // In the order that a signature wants, since some clients sign a query as it stands.
  const next = new URLSearchParams({
    cursor: writeCursor(table, LastEvaluatedKey),
    ...(limit && { limit }),
  });
  return {
    status: 200,
    headers: { link: `<${request.url}?${next}>; rel="next"` }, // RFC 8288
    body: { items: Items, cursor: next.get("cursor") },
  };
};

const createItem: Method = async ({ request, table, call }) => {
  const item = readItemBody(request);
  const location = `${request.url}${keyPath(table, item)}`;
  await call("create", { Item: item, ...condition(table, "attribute_not_exists") }).catch(
    onCondition("already-exists", "An item with this key exists. PUT replaces it."),
  );
  return { status: 201, headers: { location }, body: item };
};

const readItem: Method = async ({ call }, key) => {
  const { Item } = await call("read", { Key: key, ConsistentRead: true });
  if (!Item) throw notFound();
  return { status: 200, body: Item };
};

const replaceItem: Method = async ({ request, table, call }, key) => {
  const item = { ...withoutKey(readItemBody(request), key), ...key };
  const { Attributes: replaced } = await call("create", {
    Item: item,
    ReturnValues: "ALL_OLD",
    ...precondition(request, table),
  }).catch(onPrecondition(request));
  return { status: replaced ? 200 : 201, body: item };
};

const patchItem: Method = async (target, key) => {
  const { headers } = target.request;
  precondition(target.request, target.table);
  if (anyOf(headers["if-none-match"]) === "any") {
    await readItem(target, key);
    throw new Problem("precondition-failed", "There is an item at this path.");
  }
  return applyPatch(target, key).catch((error) => {
    const isMissing = error instanceof Problem && error.kind === "not-found";
    throw isMissing && headers["if-match"]
      ? new Problem("precondition-failed", error.message)
      : error;
  });
};

/** Between the read and the update another request may write; then both are done again. */
async function applyPatch(target: Target, key: Item): Promise<Answer> {
  const { request, table, call } = target;
  const patch = withoutKey(readItemBody(request), key);
  if (Object.keys(patch).length === 0) return readItem(target, key);
  for (let tries = 0; tries < 3; tries++) {
    const stands = needsItem(patch) ? (await readItem(target, key)).body : {};
    const update = createUpdate(patch, stands as Item, hashKey(table));
    const payload = { Key: key, ReturnValues: "ALL_NEW", ...update };
    const { Attributes } = await call("update", payload).catch<Output>(unlessCondition);
    if (Attributes) return { status: 200, body: Attributes };
    if (!needsItem(patch)) throw notFound();
  }
  throw new Problem("conflict", "Other requests are changing this item. Send the patch again.");
}

const deleteItem: Method = async ({ request, table, call }, key) => {
  const { Attributes: deleted } = await call("delete", {
    Key: key,
    ReturnValues: "ALL_OLD",
    ...precondition(request, table),
  }).catch(onPrecondition(request));
  if (!deleted) throw notFound();
  return { status: 204 };
};

/** By HTTP method; the keys are what `Allow` says. */
export const tableMethods = { GET: listItems, POST: createItem } as const;
export const itemMethods = {
  GET: readItem,
  PUT: replaceItem,
  PATCH: patchItem,
  DELETE: deleteItem,
} as const;

const notFound = () => new Problem("not-found", "There is no item at this path.");

function readQuery({ query }: HttpRequest, known: readonly string[]) {
  // A presigned URL has its signature in the query.
  const other = Object.keys(query).find((name) => !known.includes(name) && !/^x-amz-/i.test(name));
  if (other === undefined) return query;
  const detail = `The query has "${other}"; ${known.join(" and ")} are known here.`;
  throw new Problem("invalid-parameter", detail);
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= 1000) return limit;
  throw new Problem("invalid-parameter", '"limit" must be a whole number from 1 to 1000.');
}

function readItemBody(request: HttpRequest): Item {
  return checkAttributes(readBody(request));
}

/** A body may repeat the key that the path has, and nothing else in its place. */
function withoutKey(item: Item, key: Item): Item {
  const errors = Object.entries(key)
    .filter(([name, value]) => Object.hasOwn(item, name) && !isSame(item[name], value))
    .map(([name]) => ({ pointer: `/${name}`, detail: "must be as in the path." }));
  if (errors.length > 0) throw new Problem("invalid-body", "The path names another key.", errors);
  return Object.fromEntries(Object.entries(item).filter(([name]) => !Object.hasOwn(key, name)));
}

const isSame = (one: unknown, other: unknown) => formatJson(one) === formatJson(other);
