/** The façade's collections, a table and a partition of it: lists a page, creates an item. */
import type { Answer } from "../http/response";
import { pageLimit } from "../parameters";
import { invalidParameter, onCondition } from "../problem";
import { encodeAttributes } from "../values/attributes";
import { readCursor } from "./cursors";
import { readFields } from "./fields";
import { readOthers } from "./item-bodies";
import { keyPath } from "./keys";
import { pointToNext } from "./next-page";
import { existenceCondition } from "./preconditions";
import { type Selection, selectFromPartition, selectFromTable } from "./selection";
import { run, type Target, tableUrl } from "./target";
import { firstVersion, tagHeaders } from "./versions";

export async function listItems(target: Target): Promise<Answer> {
  return listPage(target, selectFromTable(target));
}

export async function listPartition(target: Target): Promise<Answer> {
  return listPage(target, selectFromPartition(target));
}

async function listPage(target: Target, selection: Selection): Promise<Answer> {
  const payload = createPayload(target, selection);
  const { Items: items, LastEvaluatedKey: last } = await run(target, selection.operation, payload);
  const isLast = last === undefined || selection.cursorKeys.length === 0;
  const { headers, ...next } = isLast ? {} : pointToNext(target, selection, payload, last);
  return { status: 200, headers, body: { items, ...next } };
}

function createPayload({ query }: Target, selection: Selection) {
  const { ExpressionAttributeNames: names, ...projection } = readFields(query.fields);
  const allNames = { ...selection.payload.ExpressionAttributeNames, ...names };
  return {
    ...selection.payload,
    ...projection,
    ...(Object.keys(allNames).length > 0 && { ExpressionAttributeNames: allNames }),
    ...(query.cursor !== undefined && { ExclusiveStartKey: readCursor(selection, query.cursor) }),
    Limit: readLimit(query.limit),
  };
}

function readLimit(text: string | undefined): number {
  const limit = text === undefined ? pageLimit.usual : Number(text);
  if ((text === undefined || /^\d+$/.test(text)) && limit >= 1 && limit <= pageLimit.most) {
    return limit;
  }
  throw invalidParameter(`"limit" must be a whole number from 1 to ${pageLimit.most}.`);
}

export async function createItem(target: Target): Promise<Answer> {
  const { table, key } = target;
  const { body: others, attributes, version: given } = readOthers(target);
  const version = firstVersion(table, given);
  const body = { ...others, ...encodeAttributes(key), ...version };
  const location = `${tableUrl(target)}${keyPath(table, body)}`;
  const Item = { ...attributes, ...key, ...version };
  await run(target, "create", { Item, ...existenceCondition(table, "attribute_not_exists") }).catch(
    onCondition("already-exists", "An item with this key exists. PUT replaces it."),
  );
  const headers = { location, ...tagHeaders(table, version) };
  return { status: 201, headers, body };
}
