/**
 * JSON Merge Patch (RFC 7396) as one update of an item. An object of the patch is merged into a map
 * and replaces any other value. The update's condition is that each such value still is, or is not, a map.
 */
import { Problem } from "../problem";
import type { Attributes, Item } from "../table";
import { markerOf } from "../values/attributes";

/** Changes of one patch, at any depth. DynamoDB allows 300 operators in an expression. */
const maxChanges = 100;

/** DynamoDB's limit for an expression, in bytes. */
const maxExpression = 4096;

/** The parameters of the update, without its key and its ReturnValues. */
interface Update {
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
 * @param item as it is now; may be empty if `needsItem` is false
 * @param keyName an attribute that every item has
 * @param more attributes that are set with the patch, beside its changes
 * @throws Problem `invalid-body` for a patch that is too large for one update
 */
export function createUpdate(
  patch: Attributes,
  item: Item,
  keyName: string,
  more: Attributes = {},
): Update {
  const parts = createParts();
  parts.conditions.push(`attribute_exists(${parts.name(keyName)})`);
  addChanges(parts, Object.entries(patch), item, "");
  const { set, remove, conditions, names, values } = parts;
  const changes = set.length + remove.length;
  addChanges(parts, Object.entries(more), item, "");
  const update = [clause("SET", set), clause("REMOVE", remove)].filter(Boolean).join(" ");
  const condition = conditions.join(" AND ");
  const size = Math.max(update.length, condition.length);
  if (changes > maxChanges || size > maxExpression) {
    const detail = `A patch makes at most ${maxChanges} changes, and fewer if they are nested.`;
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

/** @param prefix of each path: empty, or the path of a map of the item and a dot */
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

/** The map without its nulls: there is nothing that they would remove. */
function withoutNulls(map: Map<string, unknown>): Map<string, unknown> {
  const kept = [...map].filter(([, value]) => value !== null);
  return new Map(
    kept.map(([name, value]) => [name, value instanceof Map ? withoutNulls(value) : value]),
  );
}

/** An attribute's value if it is a map. In JSON, sets, binaries and exact numbers are objects too. */
function mapOf(item: Item, name: string): Item | undefined {
  const value = Object.hasOwn(item, name) ? item[name] : undefined;
  const isObject = typeof value === "object" && value !== null;
  if (!isObject || Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const marker = markerOf(value);
  if (marker === undefined) return value as Item;
  return marker === "$map" ? ((value as Item)[marker] as Item) : undefined;
}
