/** What a page is read from: a table, a partition of it, or an index; with conditions on the keys, and an order. */
import { invalidParameter } from "../problem";
import type { Attributes, Index, KeyAttribute, Table } from "../table";
import { noCondition, readCondition, readSortCondition } from "./conditions";
import { checkConditions, indexRefused, orderRefused } from "./query-advice";
import { namesOf, type Query } from "./query-string";
import type { Target } from "./target";

export interface Selection {
  readonly table: Table;
  readonly operation: "list" | "query";
  /** Of the operation, without what may change from page to page. */
  readonly payload: {
    readonly IndexName?: string;
    readonly ConsistentRead?: boolean;
    readonly ScanIndexForward?: boolean;
    readonly KeyConditionExpression?: string;
    readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
    readonly ExpressionAttributeValues?: Attributes;
  };
  /** The key attributes that all its items have in common. */
  readonly shared: Attributes;
  /** The other attributes of the table's and the index's keys. Without any there is at most one item. */
  readonly cursorKeys: readonly KeyAttribute[];
}

/**
 * A table in no order; or a global index, in no order or in the order of the items of one hash key.
 * @throws Problem `invalid-parameter`
 */
export function selectFromTable(target: Target): Selection {
  const { table, query } = target;
  const index = findIndex(target);
  if (index?.isLocal) throw indexRefused(target, index);
  checkConditions(target, index?.keys ?? [], index?.keys[0]);
  if (query.conditions.length === 0 && query.order === undefined) {
    const payload = index ? { IndexName: index.name } : {};
    return { table, operation: "list", payload, ...divideKeys(table, index, {}) };
  }
  if (index === undefined) throw orderRefused(target);
  const [hashKey] = index.keys as [KeyAttribute];
  const [text, another] = textsOf(query, hashKey);
  const hash = text === undefined ? undefined : readCondition(hashKey, text);
  if (hash?.operator !== "eq" || another !== undefined) throw indexRefused(target, index);
  return selectByHash(target, index, hash.value);
}

/**
 * The items of one hash key, in the order of the table's sort key or of a local index's.
 * @throws Problem `invalid-parameter`
 */
export function selectFromPartition(target: Target): Selection {
  const index = findIndex(target);
  if (index && !index.isLocal) throw indexRefused(target, index);
  const [hashKey, sortKey] = (index ?? target.table).keys as [KeyAttribute, KeyAttribute];
  checkConditions(target, [sortKey], hashKey);
  return selectByHash(target, index, target.key[hashKey.name]);
}

function findIndex({ table, query }: Target): Index | undefined {
  const { indexes = [], name } = table;
  const index = indexes.find((one) => one.name === query.index);
  if (index || query.index === undefined) return index;
  const known = indexes.length === 0 ? "no index" : `only these indexes: ${namesOf(indexes)}`;
  throw invalidParameter(`${name} has ${known}.`);
}

function selectByHash(
  { table, query }: Target,
  index: Index | undefined,
  hash: unknown,
): Selection {
  const [hashKey, sortKey] = (index ?? table).keys as [KeyAttribute, KeyAttribute?];
  const isForward = readOrder(query, sortKey) !== "desc";
  const sort = sortKey ? readSortCondition(sortKey, textsOf(query, sortKey)) : noCondition;
  return {
    table,
    operation: "query",
    payload: {
      IndexName: index?.name,
      ConsistentRead: index === undefined || index.isLocal, // DynamoDB refuses it for a global one
      ScanIndexForward: isForward,
      KeyConditionExpression: ["#hash = :hash", sort.expression].filter(Boolean).join(" AND "),
      ExpressionAttributeNames: { "#hash": hashKey.name, ...sort.names },
      ExpressionAttributeValues: { ":hash": hash, ...sort.values },
    },
    ...divideKeys(table, index, { [hashKey.name]: hash, ...sort.only }),
  };
}

/** The texts of the conditions on a key. */
const textsOf = ({ conditions }: Query, key: KeyAttribute): string[] =>
  conditions.flatMap(([name, text]) => (name === key.name ? text : []));

function readOrder({ order }: Query, sortKey: KeyAttribute | undefined): string | undefined {
  if (order === undefined) return undefined;
  if (order !== "asc" && order !== "desc") throw invalidParameter('"order" must be asc or desc.');
  if (sortKey === undefined)
    throw invalidParameter('"order" needs a sort key, and the index has none.');
  return order;
}

/** A page ends with the key of its last item in the table and in the index. */
function divideKeys(table: Table, index: Index | undefined, shared: Attributes) {
  const all = new Map([...table.keys, ...(index?.keys ?? [])].map((key) => [key.name, key]));
  return {
    shared,
    cursorKeys: [...all.values()].filter(({ name }) => !Object.hasOwn(shared, name)),
  };
}
