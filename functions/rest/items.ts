/** The façade's item: reads, replaces, patches and deletes it by its path. */
import { readBody } from "../http/event";
import type { Answer } from "../http/response";
import { Problem } from "../problem";
import { readAttributes } from "../request";
import type { Attributes, Item } from "../table";
import { encodeAttributes } from "../values/attributes";
import { formatJson } from "../values/json";
import { readFields } from "./fields";
import { createUpdate, needsItem } from "./merge-patch";
import { anyOf, hashKey, onPrecondition, precondition, unlessCondition } from "./preconditions";
import { run, type Target } from "./target";

export async function readItem(target: Target): Promise<Answer> {
  const projection = readFields(target.query.fields);
  const payload = { Key: target.key, ConsistentRead: true, ...projection };
  const { Item } = await run(target, "read", payload);
  if (!Item) throw notFound();
  return { status: 200, body: Item };
}

export async function replaceItem(target: Target): Promise<Answer> {
  const { request, table, key } = target;
  const { body, attributes } = readOthers(target);
  const { Attributes: replaced } = await run(target, "create", {
    Item: { ...attributes, ...key },
    ReturnValues: "ALL_OLD",
    ...precondition(request, table),
  }).catch(onPrecondition(request));
  return { status: replaced ? 200 : 201, body: { ...body, ...encodeAttributes(key) } };
}

export async function patchItem(target: Target): Promise<Answer> {
  const { headers } = target.request;
  precondition(target.request, target.table);
  if (anyOf(headers["if-none-match"]) === "any") {
    await readItem(target);
    throw new Problem("precondition-failed", "There is an item at this path.");
  }
  return applyPatch(target).catch((error) => {
    const isMissing = error instanceof Problem && error.kind === "not-found";
    throw isMissing && headers["if-match"]
      ? new Problem("precondition-failed", error.message)
      : error;
  });
}

/** Another request may write between the read and the update; then both are repeated. */
async function applyPatch(target: Target): Promise<Answer> {
  const { attributes: patch } = readOthers(target);
  if (Object.keys(patch).length === 0) return readItem(target);
  for (let tries = 0; tries < 3; tries++) {
    const item = needsItem(patch) ? (await readItem(target)).body : {};
    const update = createUpdate(patch, item as Item, hashKey(target.table));
    const payload = { Key: target.key, ReturnValues: "ALL_NEW", ...update };
    const { Attributes } = await run(target, "update", payload).catch(unlessCondition);
    if (Attributes) return { status: 200, body: Attributes };
    if (!needsItem(patch)) throw notFound();
  }
  throw new Problem("conflict", "Other requests are changing this item. Send the patch again.");
}

export async function deleteItem(target: Target): Promise<Answer> {
  const { request, table, key } = target;
  const { Attributes: deleted } = await run(target, "delete", {
    Key: key,
    ReturnValues: "ALL_OLD",
    ...precondition(request, table),
  }).catch(onPrecondition(request));
  if (!deleted) throw notFound();
  return { status: 204 };
}

const notFound = () => new Problem("not-found", "There is no item at this path.");

/**
 * The attributes of the body without the key. If the body has the key, it must be the path's.
 * @returns the attributes as JSON and decoded
 */
export function readOthers({ request, key }: Target): { body: Item; attributes: Attributes } {
  const body = readBody(request) as Item;
  const attributes = readAttributes(body);
  const inPath = encodeAttributes(key);
  const errors = Object.entries(inPath)
    .filter(([name, value]) => Object.hasOwn(body, name) && !isSame(body[name], value))
    .map(([name]) => ({ pointer: `/${name}`, detail: "must be the same as in the path." }));
  if (errors.length > 0) throw new Problem("invalid-body", "The path has another key.", errors);
  const isOther = ([name]: [string, unknown]) => !Object.hasOwn(key, name);
  return { body: filter(body, isOther), attributes: filter(attributes, isOther) };
}

const filter = (object: Item, keep: (entry: [string, unknown]) => boolean): Item =>
  Object.fromEntries(Object.entries(object).filter(keep));

const isSame = (one: unknown, other: unknown) => formatJson(one) === formatJson(other);
