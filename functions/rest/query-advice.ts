/** Refusals of queries that no key answers here: they list the keys, and say where to ask or which index to add. */
import { checkOpen, isOpen } from "../access";
import { invalidParameter, type Problem } from "../problem";
import type { Index, KeyAttribute, Table } from "../table";
import { shortenName } from "../wording";
import { conditionName, encode, namesOf, parameters } from "./query-string";
import { type Target, tableUrl } from "./target";

/**
 * @param keys that may have conditions
 * @param hashKey of what is asked, if it has one
 * @throws Problem `invalid-parameter` for a condition on anything else
 */
export function checkConditions(
  target: Target,
  keys: readonly KeyAttribute[],
  hashKey: KeyAttribute | undefined,
): void {
  const other = target.query.conditions.find(([name]) => keys.every((key) => key.name !== name));
  if (other === undefined) return;
  const [name] = other;
  const known = `Parameters: ${namesOf(Object.values(parameters))}. ${listKeys(target)}`;
  const advice = adviseFor(name, target, hashKey);
  throw invalidParameter(
    `"${shortenName(name)}" is no parameter and no condition here. ${known} ${advice}`,
  );
}

function listKeys({ table: { name, keys, indexes = [] } }: Target): string {
  const ofIndexes = indexes.map((one) => `; of its index ${one.name}: ${namesOf(one.keys)}`);
  return `Keys of ${name}: ${namesOf(keys)}${ofIndexes.join("")}.`;
}

function adviseFor(name: string, target: Target, hashKey: KeyAttribute | undefined): string {
  const { table } = target;
  if (!isOpen("query", table)) return `${table.name} allows no operation that takes conditions.`;
  const places = [undefined, ...(table.indexes ?? [])]
    .filter((index) => ownKeys(table, index).some((key) => key.name === name))
    .map((index) => placeOf(target, index));
  if (places.length > 0) return `Ask for it at ${places.join(" or ")}.`;
  const sorted = hashKey ? `${hashKey.name} and sort key ` : "";
  const index = `an index with hash key ${sorted}${shortenName(name)}`;
  return `To find items by it, add ${index} to the settings of ${table.name}.`;
}

/** A local index shares the table's hash key. */
function ownKeys(table: Table, index: Index | undefined): readonly KeyAttribute[] {
  if (index === undefined) return table.keys;
  return index.isLocal ? index.keys.slice(1) : index.keys;
}

/** For an index that is asked at another place, or without its hash key. */
export function indexRefused(target: Target, index: Index): Problem {
  checkOpen("query", target.table);
  return invalidParameter(
    `The index ${index.name} is asked by its hash key, at ${placeOf(target, index)}.`,
  );
}

/** For a table that is asked as a whole. */
export function orderRefused(target: Target): Problem {
  const { table } = target;
  checkOpen("query", table);
  const places = [undefined, ...(table.indexes ?? [])]
    .filter((index) => (index ?? table).keys.length > 1)
    .map((index) => placeOf(target, index));
  const where = places.length > 0 ? places.join(" or ") : `no path of ${table.name}`;
  return invalidParameter(
    `"order" is for items of one hash key that have a sort key, at ${where}.`,
  );
}

/** The URL at which a table or an index is asked by its hash key; with the value, if the request has it. */
function placeOf(target: Target, index: Index | undefined): string {
  const [hashKey] = (index ?? target.table).keys as [KeyAttribute];
  const url = tableUrl(target);
  const value = hashValueOf(target, hashKey) ?? `{${hashKey.name}}`;
  if (index === undefined) return `${url}/${value}`;
  if (index.isLocal) return `${url}/${value}?index=${index.name}`;
  return `${url}?index=${index.name}&${encode(conditionName(hashKey))}=eq.${value}`;
}

/** Percent-encoded; none that is so long that it would hide the rest of the message. */
function hashValueOf({ request, query, key }: Target, { name }: KeyAttribute): string | undefined {
  const condition = query.conditions.find(([one, text]) => one === name && /^eq\../s.test(text));
  const inPath = Object.hasOwn(key, name) ? request.url.split("/").at(-1) : undefined;
  const value = condition ? encode(condition[1].slice(3)) : inPath;
  return value !== undefined && value.length <= 256 ? value : undefined;
}
