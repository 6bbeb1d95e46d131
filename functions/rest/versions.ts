/**
 * The version of an item: a number in the attribute that the table's settings name. It only grows, also when the item
 * is deleted and created again, so that an entity tag made from it never names a later item.
 */
import { Problem } from "../problem";
import { readAttributes } from "../request";
import { hashKeyName, type Item, type Table } from "../table";
import { pointerTo } from "../wording";
import type { Preconditions } from "./entity-tags";

/** As many digits as a double holds of any number. In milliseconds they last for 30,000 years. */
const maxVersion = 1e15;

const isVersion = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value < maxVersion;

/** @returns `undefined` for an item without a version: it was written before the setting, or by another program */
export function versionOf({ versionAttribute }: Table, item: Item = {}): number | undefined {
  const value = versionAttribute === undefined ? undefined : item[versionAttribute];
  return isVersion(value) ? value : undefined;
}

export const tagOf = (version: number | undefined) =>
  version === undefined ? undefined : `"${version}"`;

/** As much of an item as the first tag in If-Match tells, so that a write need not read it. */
export function itemOf(
  { versionAttribute }: Table,
  tags: Preconditions["ifMatch"] = "*",
): Item | undefined {
  const [tag = ""] = tags;
  const version = Number(/^"(\d+)"$/.exec(tag)?.[1]);
  return isVersion(version) ? { [versionAttribute as string]: version } : undefined;
}

/** A cache may store an answer that has a tag, but it must ask before each use whether the tag is still right. */
export function tagHeaders(table: Table, item: Item): Readonly<Record<string, string>> {
  const etag = tagOf(versionOf(table, item));
  return etag === undefined ? {} : { etag, "cache-control": "private, no-cache" };
}

/** Milliseconds. */
let latest = 0;

/** The version attribute of the next write. The clock of a first version does not go back within a container. */
export function nextVersion(table: Table, item?: Item): Item {
  const version = versionOf(table, item);
  if (version === undefined) latest = Math.max(latest, Date.now());
  return { [table.versionAttribute as string]: version === undefined ? latest : version + 1 };
}

/**
 * Milliseconds until an item with this version may be deleted. While the clock shows an earlier time, an item that is
 * created after the delete could reach the version again.
 */
export function timeUntilPast(version = -1): number {
  const time = Date.now();
  latest = Math.max(latest, time);
  return Math.max(version + 1 - time, 0);
}

/** The condition that nobody has written since the item was read. @param item `undefined` when there was none */
export function unchanged(table: Table, item: Item | undefined) {
  const name = table.versionAttribute as string;
  const key = { "#key": hashKeyName(table) };
  if (!item)
    return { ConditionExpression: "attribute_not_exists(#key)", ExpressionAttributeNames: key };
  const names = { ...key, "#version": name };
  if (!Object.hasOwn(item, name)) {
    const ConditionExpression = "attribute_exists(#key) AND attribute_not_exists(#version)";
    return { ConditionExpression, ExpressionAttributeNames: names };
  }
  return {
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": name },
    ExpressionAttributeValues: { ":version": readAttributes({ [name]: item[name] }, table)[name] },
  };
}

/**
 * The version attribute of an item that is created without a key in the path.
 * @param given in the body
 * @returns nothing for a table without versions
 * @throws Problem `invalid-body` when one is given
 */
export function firstVersion(table: Table, given: unknown): Item {
  if (given !== undefined) {
    throw wrongVersion(table, "must be absent: a new item gets its version from the API.");
  }
  return table.versionAttribute === undefined ? {} : nextVersion(table);
}

/**
 * The precondition of a body that repeats the version.
 * @param given in the body
 * @throws Problem `invalid-body` when no item can have been read with it
 */
export function bodyPrecondition(table: Table, given: unknown): Preconditions {
  if (given === undefined) return {};
  if (isVersion(given)) return { ifMatch: [`"${given}"`] };
  throw wrongVersion(table, "must be the number that the item was read with, or absent.");
}

function wrongVersion({ versionAttribute }: Table, detail: string): Problem {
  const pointer = pointerTo([versionAttribute as string]);
  return new Problem("invalid-body", `${pointer} ${detail}`, [{ pointer, detail }]);
}
