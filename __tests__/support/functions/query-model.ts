/** What a query by URL has to answer, found by a plain filter and sort over the items. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export interface Key {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}
export type Item = Readonly<Record<string, AttributeValue>>;

export interface Condition {
  readonly operator: "eq" | "lt" | "lte" | "gt" | "gte" | "begins";
  readonly value: AttributeValue;
}

export interface Question {
  /** Of the table or the index; the sort key may be absent. */
  readonly keys: readonly Key[];
  /** Absent: all items, in no order. */
  readonly hash?: AttributeValue | undefined;
  /** On the sort key. */
  readonly conditions: readonly Condition[];
  readonly order?: string | undefined;
}

/** The items in groups: the groups are in order, and the items of a group are in no order. */
export function answerTo({ keys, hash, conditions, order }: Question, all: readonly Item[]) {
  const [hashKey, sortKey] = keys as [Key, Key?];
  const found = all.filter((item) => keys.every(({ name }) => Object.hasOwn(item, name)));
  if (hash === undefined) return [found];
  const same = found.filter((item) => compare(item[hashKey.name], hash) === 0);
  if (sortKey === undefined) return [same];
  const { name } = sortKey;
  const meeting = same.filter((item) => conditions.every((one) => meets(item[name], one)));
  const groups: Item[][] = [];
  for (const item of meeting.sort((a, b) => compare(a[name], b[name]))) {
    const last = groups.at(-1);
    if (last && compare(last[0]?.[name], item[name]) === 0) last.push(item);
    else groups.push([item]);
  }
  return order === "desc" ? groups.reverse() : groups;
}

function meets(value: AttributeValue | undefined, { operator, value: other }: Condition): boolean {
  const order = compare(value, other);
  if (operator === "eq") return order === 0;
  if (operator === "lt") return order < 0;
  if (operator === "lte") return order <= 0;
  if (operator === "gt") return order > 0;
  if (operator === "gte") return order >= 0;
  const [whole, beginning] = [bytesOf(value), bytesOf(other)];
  return whole.subarray(0, beginning.length).equals(beginning);
}

/** DynamoDB's order: numbers by value, texts by their bytes in UTF-8, bytes unsigned. */
export function compare(a: AttributeValue | undefined, b: AttributeValue | undefined): number {
  if (a?.N === undefined || b?.N === undefined) return Buffer.compare(bytesOf(a), bytesOf(b));
  const difference = scaled(a.N) - scaled(b.N);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

const bytesOf = (value: AttributeValue | undefined) =>
  Buffer.from((value?.S ?? value?.B) as string);

/** The number times 10 to the 60, for numbers of at most 60 decimals. */
function scaled(literal: string): bigint {
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)\.?(\d*)(?:e(.+))?$/.exec(literal) ?? [];
  return BigInt(`${sign}${whole}${fraction}`) * 10n ** BigInt(60 + Number(power) - fraction.length);
}

/** An item as the API's JSON has it, with the fields that were asked for, in a text that can be compared. */
export function projected(item: Item, fields: readonly string[] | undefined): string {
  const whole = jsonOf({ M: item as Record<string, AttributeValue> }) as Record<string, unknown>;
  if (fields === undefined) return sortedJson(whole);
  const [data, some] = [whole["data"] as object, Object.entries(whole)];
  const parts = Object.entries(data).filter(([part]) => fields.includes(`data.${part}`));
  return sortedJson({
    ...Object.fromEntries(some.filter(([name]) => fields.includes(name))),
    ...(parts.length > 0 && { data: Object.fromEntries(parts) }),
  });
}

function jsonOf({ S, N, B, M }: AttributeValue): unknown {
  if (M) return Object.fromEntries(Object.entries(M).map(([name, value]) => [name, jsonOf(value)]));
  if (B) return { $binary: Buffer.from(B).toString("base64") };
  return N === undefined ? S : Number(N);
}

/** JSON with sorted members. */
export const sortedJson = (json: unknown): string =>
  typeof json !== "object" || json === null
    ? JSON.stringify(json)
    : JSON.stringify(
        Object.entries(json)
          .map(([name, value]) => [name, sortedJson(value)])
          .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
      );
