/** Values: those at a boundary of a schema and one beyond it, and what an item of the program's own has. */
import type { Json, JsonObject, Schema } from "./document";

/** `allowed`: the rest of the request decides. */
type Kind = "valid" | "allowed" | "invalid";

export interface Variant {
  /** Of the member that is changed. */
  readonly name: string;
  readonly title: string;
  readonly value: JsonObject;
  /** To the member (RFC 6901). */
  readonly pointer: string;
  readonly kind: Kind;
}

type One = readonly [title: string, value: Json | undefined, kind: Kind];

/** How to fill a list: its entries must differ. */
type Entry = (i: number) => Json;

/** @param valid an object that the schema allows; each variant has one member changed */
export function variantsOf(
  { properties = {}, required = [], additionalProperties, "x-rule": hasRule }: Schema,
  valid: JsonObject,
  entry: Entry = () => null,
): readonly Variant[] {
  /** Lists beside each other may have a common limit. */
  const isBeside = (name: string, other: string) =>
    Array.isArray(valid[name]) && Array.isArray(valid[other]) && !required.includes(other);
  const change = (name: string, ones: readonly One[]): Variant[] =>
    ones.map(([title, value, kind]) => {
      const others = Object.entries(valid).filter(([one]) => one !== name && !isBeside(name, one));
      const member = value === undefined ? {} : { [name]: value };
      const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const changed = { ...Object.fromEntries(others), ...member };
      const full = { name, title: `${name} ${title}`, value: changed, pointer };
      return { ...full, kind: sure(kind, hasRule) };
    });
  return [
    ...(additionalProperties === false ? change("noSuchMember", [["is there", 1, "invalid"]]) : []),
    ...required.flatMap((name) => change(name, [["is missing", undefined, "invalid"]])),
    ...Object.entries(properties).flatMap(([name, schema]) =>
      change(name, valuesOf(schema, entry, valid[name])),
    ),
  ];
}

/** @param valid a value that the schema allows, if there is one */
export function valuesOf(schema: Schema, entry: Entry = () => null, valid?: Json): readonly One[] {
  const { type, minLength = 0, minItems = 0, enum: members, pattern, "x-rule": hasRule } = schema;
  const good = sure("valid", hasRule || schema.multipleOf !== undefined);
  const { of, kind: ofEntries } = entriesFor(schema.items, entry, valid);
  const list = (length: number) => Array.from({ length }, (_, i) => of(i));
  const text = (length: number) => "a".repeat(length);
  const at = (name: keyof Schema, ...values: One[]) => (schema[name] === undefined ? [] : values);
  const { minimum: least = 0, maximum: most = 0, maxLength = 0, maxItems = 0 } = schema;
  const flags = type === "boolean" ? [true, false] : [];
  return [
    ...at("type", ["has another type", otherThan(type), "invalid"]),
    ...(members ?? []).map((one): One => [`is ${one}`, one, "allowed"]),
    ...at("enum", ["is none of its values", "no such value", "invalid"]),
    ...at("minimum", ["is the least", least, good], ["is too small", least - 1, "invalid"]),
    ...at("maximum", ["is the most", most, good], ["is too big", most + 1, "invalid"]),
    ...(minLength > 0 ? [["is too short", text(minLength - 1), "invalid"] as const] : []),
    ...at("maxLength", ["is the longest", text(maxLength), "allowed"]),
    ...at("maxLength", ["is too long", text(maxLength + 1), "invalid"]),
    ...at("pattern", ["has another form", unlike(pattern ?? ""), "invalid"]),
    ...(minItems > 0 ? [["is too short", list(minItems - 1), "invalid"] as const] : []),
    ...at("maxItems", ["is the longest", list(maxItems), sure(ofEntries, hasRule)]),
    ...at("maxItems", ["is too long", list(maxItems + 1), "invalid"]),
    ...flags.map((one): One => [`is ${one}`, one, good]),
  ];
}

/** A rule may refuse what the boundaries allow. */
const sure = (kind: Kind, hasRule = false): Kind =>
  kind === "valid" && hasRule ? "allowed" : kind;

/** Entries that are keys or items differ. Of others a schema may ask more than their type. */
function entriesFor({ type, ...more }: Schema = {}, entry: Entry, valid?: Json) {
  if (type === "string" || type === "number" || type === "integer") {
    const of: Entry = (i) => (type === "string" ? `entry ${i}` : i);
    return { of, kind: sure("valid", Object.keys(more).length > 0) };
  }
  const [first] = Array.isArray(valid) ? valid : [];
  if (first === undefined) return { of: entry, kind: sure("valid", true) };
  const names = Object.keys(Object(entry(0)));
  const own = Object.keys(Object(first));
  const isKeyed = names.length > 0 && names.every((name) => own.includes(name));
  return { of: isKeyed ? entry : () => first, kind: sure("valid", !isKeyed) };
}

const ofTypes: readonly (readonly [type: string, value: Json])[] = [
  ["string", "text"],
  ["number", 1],
  ["boolean", true],
  ["array", []],
  ["object", {}],
];

/** A value of none of the types. */
function otherThan(type: Schema["type"] = []): Json | undefined {
  const types = [type].flat().map((one) => (one === "integer" ? "number" : one));
  return ofTypes.find(([one]) => !types.includes(one))?.[1];
}

const unlike = (pattern: string) =>
  ["text", "?", "0", ""].find((text) => !new RegExp(pattern, "u").test(text));

/** More digits than a double has. */
export const digits = "12345678901234567890.5";

/** JSON in which that number has all its digits. */
export const formatJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(String(Number(digits)), digits);

/** Values of every kind that an attribute can have. */
export const attributes: JsonObject = {
  "exact x": Number(digits),
  "list x": ["ü\u{1F600}\n", -0.5, true, null, [{ $binary: "AP8=" }, []]],
  "map x": { "a b": { $set: ["a"] }, "a.b": { $map: { $set: "no set" } } },
  "set x": { $set: [2.5] },
  "text x": "Bob",
};
