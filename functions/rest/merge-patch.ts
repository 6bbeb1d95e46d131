/**
 * JSON Merge Patch (RFC 7396) as one update of an item. What stands in the table decides whether an
 * object of the patch is merged or replaces; the update's condition is that this has not changed.
 */

import { Problem } from "../problem";
import type { Attributes, Item } from "../table";
import { markerOf } from "../values/attributes";

/** Of one patch, whatever the depth. DynamoDB takes 300 operators in an expression. */
const maxChanges = 100;

/** Bytes of an expression that DynamoDB takes. */
const maxExpression = 4096;

/** The parameters of the update; its key and its return values are the caller's. */
export interface Update {
  readonly UpdateExpression?: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
}

/** Whether the patch needs the item to be read first. */
export const needsItem = (patch: Attributes) =>
  Object.values(patch).some((value) => value instanceof Map);

/**
 * @param patch not empty, without the attributes of the key
 * @param item as it stands; what `needsItem` does not ask for may be missing
 * @param keyName an attribute that every item has
 * @throws Problem `invalid-body` for a patch that is too large for one update
 */
export function createUpdate(patch: Attributes, item: Item, keyName: string): Update {
  const parts = createParts();
  parts.conditions.push(`attribute_exists(${parts.name(keyName)})`);
  addChanges(parts, Object.entries(patch), item, "");
  const { set, remove, conditions, names, values } = parts;
  const update = [clause("SET", set), clause("REMOVE", remove)].filter(Boolean).join(" ");
  const condition = conditions.join(" AND ");
  const size = Math.max(update.length, condition.length);
  if (set.length + remove.length > maxChanges || size > maxExpression) {
    const detail = `A patch makes at most ${maxChanges} changes, fewer the deeper they are.`;
    throw new Problem("invalid-body", detail);
  }
  return {
    ...(update && { UpdateExpression: update }),
    ConditionExpression: condition,
    ExpressionAttributeNames: Object.fromEntries([...names].map(([name, as]) => [as, name])),
    ...(values.size > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
  };
}

/** The parts of the expressions, with a placeholder for every name and value. */
function createParts() {
  const names = new Map<string, string>();
  const values = new Map<string, unknown>();
  return {
    set: [] as string[],
    remove: [] as string[],
    conditions: [] as string[],
    names,
    values,
    name(text: string): string {
      if (!names.has(text)) names.set(text, `#${names.size}`);
      return names.get(text) as string;
    },
    value(value: unknown): string {
      const placeholder = `:${values.size}`;
      values.set(placeholder, value);
      return placeholder;
    },
  };
}

type Parts = ReturnType<typeof createParts>;

type Changes = Iterable<[name: string, value: unknown]>;

/** @param prefix of the paths: empty, or the path of a map that is in the item, with a dot */
function addChanges(parts: Parts, changes: Changes, item: Item, prefix: string): void {
  for (const [name, value] of changes) {
    const path = `${prefix}${parts.name(name)}`;
    if (value === null) parts.remove.push(path);
    else if (value instanceof Map) addMap(parts, value, mapOf(item, name), path);
    else parts.set.push(`${path} = ${parts.value(value)}`);
  }
}

function addMap(parts: Parts, changes: Map<string, unknown>, map: Item | undefined, path: string) {
  if (!parts.values.has(":map")) parts.values.set(":map", "M"); // the type's name
  if (map === undefined) {
    parts.conditions.push(`NOT attribute_type(${path}, :map)`);
    parts.set.push(`${path} = ${parts.value(withoutNulls(changes))}`);
    return;
  }
  parts.conditions.push(`attribute_type(${path}, :map)`);
  addChanges(parts, changes, map, `${path}.`);
}

const clause = (verb: string, parts: readonly string[]) =>
  parts.length === 0 ? "" : `${verb} ${parts.join(", ")}`;

/** A map merged into nothing. */
function withoutNulls(map: Map<string, unknown>): Map<string, unknown> {
  const kept = [...map].filter(([, value]) => value !== null);
  return new Map(
    kept.map(([name, value]) => [name, value instanceof Map ? withoutNulls(value) : value]),
  );
}

/** The map that an attribute of an item is; JSON writes sets and binaries as objects too, and numbers as a class. */
function mapOf(item: Item, name: string): Item | undefined {
  const value = Object.hasOwn(item, name) ? item[name] : undefined;
  const isObject = typeof value === "object" && value !== null;
  if (!isObject || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const marker = markerOf(value);
  if (marker === undefined) return value as Item;
  return marker === "$map" ? ((value as Item)[marker] as Item) : undefined;
}
