/** Tables with indexes, and their items, at random. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import type { TableConfig } from "./events";
import type { Item, Key } from "./query-model";

/** A key attribute with the values that its items have: few, so that items have some in common. */
export interface RandomKey extends Key {
  readonly values: readonly AttributeValue[];
}

export interface RandomIndex {
  readonly name: string;
  readonly isLocal: boolean;
  readonly keys: readonly RandomKey[];
}

export interface RandomTable {
  readonly keys: readonly RandomKey[];
  readonly others: readonly RandomKey[];
  readonly indexes: readonly RandomIndex[];
}

/** Some are in another order as UTF-16, as text, or as signed bytes. */
export const domain: Readonly<Record<Key["type"], readonly AttributeValue[]>> = {
  S: ["a", "ab", "aé", "b", "B", "~", "\ufffd", "🦆", "a/b ?&=%", "1:a", "null", "é+"].map((S) => ({
    S,
  })),
  N: ["0", "1", "-1", "2", "10", "1.5", "-0.25", "12345678901234567890", "12345678901234567891"]
    .concat("-12345678901234567890", "1e30", "1e-30", "-3e20")
    .map((N) => ({ N })),
  B: [[0], [0, 1], [1], [127], [128], [128, 0], [255], [62, 255, 190]].map((bytes) => ({
    B: Uint8Array.from(bytes),
  })),
};

/** Words of DynamoDB, parameters of the API, and characters that mean something in a URL or an expression. */
const attributeNames = [
  "name",
  "size",
  "limit",
  "order",
  "cursor",
  "key.limit",
  "x-amz-date",
].concat("a.b", "a,b", "é &=", "#sort", "Id", "index", "fields", "{key}");

const keyNamed = (name: string, mostValues: number): fc.Arbitrary<RandomKey> =>
  fc
    .constantFrom("S", "N", "B")
    .chain((type) =>
      fc
        .shuffledSubarray([...domain[type]], { minLength: 2, maxLength: mostValues })
        .map((values) => ({ name, type, values })),
    );

export const randomTable: fc.Arbitrary<RandomTable> = fc
  .tuple(
    fc.shuffledSubarray(attributeNames, { minLength: 5, maxLength: 5 }),
    fc.integer({ min: 1, max: 2 }),
  )
  .chain(([names, count]) =>
    fc
      .tuple(...names.map((name, i) => keyNamed(name, i > 0 ? 6 : count === 1 ? 8 : 3)))
      .chain((pool) => withIndexes(pool.slice(0, count), pool.slice(count))),
  );

function withIndexes(keys: RandomKey[], others: RandomKey[]): fc.Arbitrary<RandomTable> {
  const ofIndex = fc.shuffledSubarray([...keys, ...others], { minLength: 1, maxLength: 2 });
  const locals = keys.length === 2 ? fc.subarray(others, { maxLength: 2 }) : fc.constant([]);
  return fc.tuple(fc.array(ofIndex, { maxLength: 2 }), locals).map(([global, local]) => ({
    keys,
    others,
    indexes: [
      ...global.map((some, i) => ({ name: `global-${i}`, isLocal: false, keys: some })),
      ...local.map((sort, i) => ({
        name: `local-${i}`,
        isLocal: true,
        keys: [keys[0] as RandomKey, sort],
      })),
    ],
  }));
}

export const oneOf = ({ values }: RandomKey) => fc.constantFrom(...values);

/** Every item has a number of its own; an item may lack the keys of an index. */
export function itemsOf({ keys, others }: RandomTable): fc.Arbitrary<Item[]> {
  const required = keys.map(({ name }) => name);
  const model = Object.fromEntries([...keys, ...others].map((key) => [key.name, oneOf(key)]));
  const selector = (item: Item) => JSON.stringify(required.map((name) => item[name]));
  return fc
    .uniqueArray(fc.record(model, { requiredKeys: required }), { maxLength: 40, selector })
    .map((all) =>
      all.map((one, i) => ({ ...one, data: { M: { n: { N: `${i}` }, x: { S: "x" } } } })),
    );
}

export function configOf(name: string, { keys, others, indexes }: RandomTable): TableConfig {
  const used = [...keys, ...indexes.flatMap((index) => index.keys)].map((key) => key.name);
  const list = (isLocal: boolean) =>
    indexes
      .filter((index) => index.isLocal === isLocal)
      .map(({ name: indexName, keys: [hash, sort] }) => ({
        name: indexName,
        ...(!isLocal && { hash_key: hash?.name as string }),
        ...(sort && { range_key: sort.name }),
        projection_type: "ALL" as const,
      }));
  const [globals, locals] = [list(false), list(true)];
  return {
    name,
    hash_key: keys[0]?.name as string,
    ...(keys[1] && { range_key: keys[1].name }),
    attribute: [...keys, ...others].filter((key) => used.includes(key.name)),
    ...(globals.length > 0 && { global_secondary_index: globals }),
    ...(locals.length > 0 && { local_secondary_index: locals }),
  };
}
