/**
 * JSON Merge Patch (RFC 7396) as one update of an item. Attributes that are objects are merged with
 * what stands in the table; the update then holds only if that still stands there.
 */
import type { Item } from "./keys";

/** Far under what one expression of DynamoDB takes. */
export const maxAttributes = 100;

/** The parameters of the update; its key and its return values are the caller's. */
export interface Update {
  readonly UpdateExpression: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

/** Whether the patch needs the item to be read first. */
export const needsItem = (patch: Item) => Object.values(patch).some((value) => mapIn(value));

/**
 * @param patch not empty, without the attributes of the key
 * @param item as it stands; what `needsItem` does not ask for may be missing
 * @param keyName an attribute that every item has
 */
export function createUpdate(patch: Item, item: Item, keyName: string): Update {
  const names: Record<string, string> = { "#key": keyName };
  const values: Record<string, unknown> = {};
  const set: string[] = [];
  const remove: string[] = [];
  const conditions = ["attribute_exists(#key)"];
  for (const [i, [name, value]] of Object.entries(patch).entries()) {
    names[`#${i}`] = name;
    if (value === null) {
      remove.push(`#${i}`);
      continue;
    }
    const stands = Object.hasOwn(item, name) ? item[name] : undefined;
    set.push(`#${i} = :${i}`);
    values[`:${i}`] = mergePatch(stands, value);
    if (!mapIn(value)) continue;
    if (stands !== undefined) values[`:was${i}`] = stands;
    conditions.push(stands === undefined ? `attribute_not_exists(#${i})` : `#${i} = :was${i}`);
  }
  const clauses = [clause("SET", set), clause("REMOVE", remove)];
  return {
    UpdateExpression: clauses.filter(Boolean).join(" "),
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: names,
    ...(set.length > 0 && { ExpressionAttributeValues: values }),
  };
}

const clause = (verb: string, parts: readonly string[]) =>
  parts.length === 0 ? "" : `${verb} ${parts.join(", ")}`;

/** RFC 7396, section 2. A set and a binary are values, though JSON has to write them as objects. */
function mergePatch(target: unknown, patch: unknown): unknown {
  const changes = mapIn(patch);
  if (!changes) return patch;
  const merged = new Map(Object.entries(mapIn(target) ?? {}));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return writeMap(Object.fromEntries(merged));
}

/** The map that a JSON value is, without the marker that a map may have. */
function mapIn(value: unknown): Item | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (!isPlain(value)) return undefined;
  const [key, ...others] = Object.keys(value);
  if (others.length > 0 || !key?.startsWith("$")) return value as Item;
  return key === "$map" ? ((value as Item)[key] as Item) : undefined;
}

/** Numbers that no double holds are objects of a class. */
const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;

function writeMap(map: Item): Item {
  const [key, ...others] = Object.keys(map);
  return others.length === 0 && key?.startsWith("$") ? { $map: map } : map;
}
