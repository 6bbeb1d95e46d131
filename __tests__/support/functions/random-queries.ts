/** Queries by URL at random, for tables at random. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { type Condition, compare, type Question } from "./query-model";
import { domain, oneOf, type RandomIndex, type RandomKey, type RandomTable } from "./random-tables";

export interface RandomRequest extends Question {
  readonly keys: readonly RandomKey[];
  readonly index: RandomIndex | undefined;
  readonly limit: number | undefined;
  readonly fields: readonly string[] | undefined;
}

const reserved = /^(limit|order|cursor|index|fields|key\..*|x-amz-.*)$/;

const operators = fc.constantFrom<Condition["operator"][]>(
  ...(["eq", "lt", "lte", "gt", "gte", "begins"] as const),
);

const none = fc.constant<Condition[]>([]);

function conditionsOn(key: RandomKey): fc.Arbitrary<Condition[]> {
  // Items with these come in the right order, but the engine compares bounds as UTF-16.
  const bounds = domain[key.type].filter(({ S }) => S !== "🦆" && S !== "\ufffd");
  const value = fc.constantFrom(...bounds);
  const one = fc
    .record({ operator: operators, value })
    .filter(({ operator }) => key.type !== "N" || operator !== "begins");
  const range = fc.tuple(value, value).map((ends): Condition[] => {
    const [from, to] = ends.sort(compare);
    return [
      { operator: "gte", value: from },
      { operator: "lte", value: to },
    ];
  });
  return fc.oneof(
    none,
    one.map((condition) => [condition]),
    range,
  );
}

/** How a table or an index can be asked: as a whole, or by a hash key. The hash key of a table alone is an item's path. */
export function requestTo(of: RandomTable): fc.Arbitrary<RandomRequest> {
  return fc.constantFrom(undefined, ...of.indexes).chain((index) => {
    const keys = index?.keys ?? of.keys;
    const [hashKey, sortKey] = keys as readonly [RandomKey, RandomKey?];
    const wholes = index?.isLocal ? [false] : index || of.keys.length > 1 ? [true, false] : [true];
    const names = [...of.keys, ...of.others].map(({ name }) => name);
    const simple = names.filter((name) => !/[.,]/.test(name));
    const fields = fc.subarray([...simple, "data.x", "data.n"], { minLength: 1 });
    return fc
      .record({
        whole: fc.constantFrom(...wholes),
        hash: fc.oneof(
          { weight: 5, arbitrary: oneOf(hashKey) },
          fc.constantFrom(...domain[hashKey.type]),
        ),
        conditions: sortKey ? conditionsOn(sortKey) : none,
        order: fc.constantFrom(undefined, ...(sortKey ? ["asc", "desc"] : [])),
        limit: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
        fields: fc.option(fields, { nil: undefined }),
      })
      .map(({ whole, ...asked }) => ({
        ...{ index, keys, ...asked },
        ...(whole && { hash: undefined, conditions: [], order: undefined }),
      }));
  });
}

const textOf = ({ S, N, B }: AttributeValue) =>
  S ?? N ?? Buffer.from(B as Uint8Array).toString("base64url");

const spelled = (name: string) => (reserved.test(name) ? `key.${name}` : name);

export function urlOf(table: string, request: RandomRequest): string {
  const { index, keys, hash, conditions, ...others } = request;
  const [hashKey, sortKey] = keys as readonly [RandomKey, RandomKey?];
  const inPath = hash !== undefined && (index?.isLocal ?? true);
  const query = new URLSearchParams();
  if (index) query.append("index", index.name);
  if (hash && !inPath) query.append(spelled(hashKey.name), `eq.${textOf(hash)}`);
  for (const { operator, value } of conditions) {
    query.append(spelled(String(sortKey?.name)), `${operator}.${textOf(value)}`);
  }
  for (const name of ["order", "limit", "fields"] as const) {
    if (others[name] !== undefined) query.append(name, String(others[name]));
  }
  return `${table}${inPath ? `/${encodeURIComponent(textOf(hash))}` : ""}?${query}`;
}
