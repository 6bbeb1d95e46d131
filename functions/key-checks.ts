/** Checks keys and items before DynamoDB is asked, whose messages do not say which attribute is wrong. */
import type { FieldError } from "./problem";
import type { Attributes, KeyAttribute, Table } from "./table";
import { typeName } from "./values/attributes";
import { pointerTo, shorten } from "./wording";

type Path = readonly PropertyKey[];

/** What has a key: a table, or an index, whose pages begin after a key of both. */
type Keyed = Pick<Table, "name" | "keys">;

/** The error of an attribute outside of the key lists the whole key; then a missing one is not reported too. */
export function checkKey(keyed: Keyed, key: Attributes, path: Path): FieldError[] {
  const { keys } = keyed;
  const has = describeKey(keyed);
  const others = Object.keys(key).filter((name) => !keys.some((one) => one.name === name));
  const missing = others.length === 0 ? has : undefined;
  return [
    ...others.map((name) => errorAt([...path, name], `is not part of the key; ${has}`)),
    ...keys.flatMap((one) => checkValue(one, key, path, missing)),
  ];
}

export const checkItem = (table: Table, item: Attributes, path: Path): FieldError[] =>
  checkAttributes(table, item, path, describeKey(table));

/**
 * Checks the attributes that are part of a key of the table or of an index.
 * @param missing what is said of a missing attribute of the table's key. @default nothing
 */
export const checkAttributes = (table: Table, item: Attributes, path: Path, missing?: string) => [
  ...table.keys.flatMap((key) => checkValue(key, item, path, missing)),
  ...indexKeys(table).flatMap((key) => checkValue(key, item, path)),
];

interface IndexKey extends KeyAttribute {
  readonly index?: string;
}

/** Each attribute once, without those of the table's own key. */
export function indexKeys({ keys, indexes = [] }: Table): IndexKey[] {
  const all = indexes.flatMap((index) => index.keys.map((key) => ({ ...key, index: index.name })));
  return all.filter(
    ({ name }, i) => [...keys, ...all].findIndex((key) => key.name === name) === keys.length + i,
  );
}

/** @param missing what is said when the item does not have it. @default nothing */
export function checkValue(key: IndexKey, item: Attributes, path: Path, missing?: string) {
  const { name, type, index } = key;
  const at = [...path, name];
  if (!Object.hasOwn(item, name)) return missing ? [errorAt(at, `is required; ${missing}`)] : [];
  const rule = brokenRule(type, item[name]);
  const use = index === undefined ? "" : `; it is a key of the index ${index}`;
  return rule ? [errorAt(at, `${rule}${use}.`)] : [];
}

const typeNames = { S: "string", N: "number", B: "$binary" } as const;

function brokenRule(type: KeyAttribute["type"], value: unknown): string | undefined {
  const [expected, received] = [typeNames[type], typeName(value)];
  if (received !== expected) return `must be of type ${expected}, received ${received}`;
  return (value as string | Uint8Array).length === 0 ? "must not be empty" : undefined;
}

const describeKey = ({ name, keys }: Keyed) =>
  `${name} has ${keys.map((key) => `${key.name} (${typeNames[key.type]})`).join(", ")}.`;

const errorAt = (path: Path, detail: string): FieldError => ({
  pointer: pointerTo(path),
  detail: shorten(detail),
});
