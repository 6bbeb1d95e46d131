/** The façade's table, a collection of items: lists a page, creates an item. */
import type { Answer } from "../http/response";
import { pageLimit } from "../parameters";
import { Problem } from "../problem";
import { readCursor, writeCursor } from "./cursors";
import { readOthers } from "./item-bodies";
import { keyPath } from "./keys";
import { condition, onCondition } from "./preconditions";
import { run, type Target } from "./target";
import { firstVersion, tagHeaders } from "./versions";

export async function listItems(target: Target): Promise<Answer> {
  const { request, table } = target;
  const { limit, cursor } = readQuery(request.query);
  const { Items, LastEvaluatedKey } = await run(target, "list", {
    Limit: limit === undefined ? pageLimit.usual : readLimit(limit),
    ExclusiveStartKey: cursor === undefined ? undefined : readCursor(table, cursor),
  });
  if (!LastEvaluatedKey) return { status: 200, body: { items: Items } };
  // Sorted by name, as Signature Version 4 requires: some clients do not sort before they sign.
  const next = new URLSearchParams({
    cursor: writeCursor(table, LastEvaluatedKey),
    ...(limit && { limit }),
  });
  return {
    status: 200,
    headers: { link: `<${request.url}?${next}>; rel="next"` }, // RFC 8288
    body: { items: Items, cursor: next.get("cursor") },
  };
}

export async function createItem(target: Target): Promise<Answer> {
  const { request, table } = target;
  const { body: others, attributes, version: given } = readOthers(target);
  const location = `${request.url}${keyPath(table, others)}`;
  const version = firstVersion(table, given);
  const Item = { ...attributes, ...version };
  await run(target, "create", { Item, ...condition(table, "attribute_not_exists") }).catch(
    onCondition("already-exists", "An item with this key exists. PUT replaces it."),
  );
  const headers = { location, ...tagHeaders(table, version) };
  return { status: 201, headers, body: { ...others, ...version } };
}

const parameters = ["limit", "cursor"];

function readQuery(query: Readonly<Record<string, string>>) {
  // A presigned URL has its signature in the query.
  const isKnown = (name: string) => parameters.includes(name) || /^x-amz-/i.test(name);
  const other = Object.keys(query).find((name) => !isKnown(name));
  if (other === undefined) return query;
  const detail = `The query has "${other}"; only ${parameters.join(" and ")} are allowed.`;
  throw new Problem("invalid-parameter", detail);
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= pageLimit.most) return limit;
  const detail = `"limit" must be a whole number from 1 to ${pageLimit.most}.`;
  throw new Problem("invalid-parameter", detail);
}
