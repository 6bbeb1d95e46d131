/** The façade's item: reads, replaces, patches and deletes it by its path. */
import type { Answer } from "../http/response";
import { Problem } from "../problem";
import { hashKeyName, type Item } from "../table";
import { encodeAttributes } from "../values/attributes";
import { findFalse } from "./entity-tags";
import { pickFields, readFields } from "./fields";
import { readOthers } from "./item-bodies";
import { createUpdate, needsItem } from "./merge-patch";
import {
  checkPreconditions,
  conditionOf,
  onPrecondition,
  readPreconditions,
  unlessCondition,
} from "./preconditions";
import { notFound, run, type Target } from "./target";
import { deleteVersioned, patchVersioned, replaceVersioned } from "./versioned-items";
import { tagHeaders } from "./versions";

export async function readItem(target: Target): Promise<Answer> {
  const { request, table, key, query } = target;
  const expected = table.versionAttribute === undefined ? {} : readPreconditions(request);
  const projection = readFields(query.fields, table.versionAttribute);
  const { Item } = await run(target, "read", { Key: key, ConsistentRead: true, ...projection });
  if (!Item) throw notFound();
  const headers = tagHeaders(table, Item);
  const current = { tag: headers["etag"] };
  if (findFalse(expected, current) === "ifNoneMatch") return { status: 304, headers };
  checkPreconditions(expected, current);
  return { status: 200, headers, body: pickFields(Item, query.fields) };
}

export async function replaceItem(target: Target): Promise<Answer> {
  const { request, table, key } = target;
  if (table.versionAttribute !== undefined) return replaceVersioned(target);
  const expected = readPreconditions(request);
  const { body, attributes } = readOthers(target);
  const { Attributes: replaced } = await run(target, "create", {
    Item: { ...attributes, ...key },
    ReturnValues: "ALL_OLD",
    ...conditionOf(expected, table),
  }).catch(onPrecondition(expected));
  return { status: replaced ? 200 : 201, body: { ...body, ...encodeAttributes(key) } };
}

export async function patchItem(target: Target): Promise<Answer> {
  if (target.table.versionAttribute !== undefined) return patchVersioned(target);
  const expected = readPreconditions(target.request);
  conditionOf(expected, target.table); // throws when no item can meet it
  if (expected.ifNoneMatch === "*") {
    await readItem(target);
    throw new Problem("precondition-failed", "There is an item at this path.");
  }
  return applyPatch(target).catch((error) => {
    const isMissing = error instanceof Problem && error.kind === "not-found";
    throw isMissing && expected.ifMatch ? new Problem("precondition-failed", error.message) : error;
  });
}

/** Another request may write between the read and the update; then both are repeated. */
async function applyPatch(target: Target): Promise<Answer> {
  const { attributes: patch } = readOthers(target);
  if (Object.keys(patch).length === 0) return readItem(target);
  for (let tries = 0; tries < 3; tries++) {
    const item = needsItem(patch) ? (await readItem(target)).body : {};
    const update = createUpdate(patch, item as Item, hashKeyName(target.table));
    const payload = { Key: target.key, ReturnValues: "ALL_NEW", ...update };
    const { Attributes } = await run(target, "update", payload).catch(unlessCondition);
    if (Attributes) return { status: 200, body: Attributes };
    if (!needsItem(patch)) throw notFound();
  }
  throw new Problem("conflict", "Other requests are changing this item. Send the patch again.");
}

export async function deleteItem(target: Target): Promise<Answer> {
  const { request, table, key } = target;
  if (table.versionAttribute !== undefined) return deleteVersioned(target);
  const expected = readPreconditions(request);
  const { Attributes: deleted } = await run(target, "delete", {
    Key: key,
    ReturnValues: "ALL_OLD",
    ...conditionOf(expected, table),
  }).catch(onPrecondition(expected));
  if (!deleted) throw notFound();
  return { status: 204 };
}
