/**
 * Converts JSON values to DynamoDB's and back. JSON has no sets and no binaries: they are written as
 * markers, `{"$set":[…]}` and `{"$binary":"<base64>"}`. `{"$map":{…}}` is a map that looks like a marker.
 */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { shortenName } from "../wording";
import { canonicalNumber } from "./numbers";

/** DynamoDB refuses attribute values that are nested deeper. */
const maxDepth = 32;

type JsonObject = Record<string, unknown>;
type Path = PropertyKey[];
type Report = (path: Path, message: string) => void;

/** Where a value is in the body, and in how many lists and maps. A marker does not count. */
interface Place {
  readonly path: Path;
  readonly depth: number;
}

/**
 * The attributes of a JSON object, for the SDK's marshaller.
 * Maps become `Map`s, since the marshaller trusts an object's own `constructor.name`.
 */
export function decodeAttributes(attributes: JsonObject, report: Report): JsonObject {
  return mapValues(attributes, (value, name) => {
    if (!isWellFormed(name)) report([name], halfCharacter);
    return decode(value, { path: [name], depth: 0 }, report);
  });
}

/** The JSON object of attributes from the SDK's unmarshaller. */
export function encodeAttributes(attributes: JsonObject): JsonObject {
  return mapValues(attributes, encode);
}

function decode(value: unknown, place: Place, report: Report): unknown {
  const { path } = place;
  if (typeof value === "number" && !isSafe(value)) {
    report(path, "is a number that Lambda's JSON parser has rounded; send it over HTTP.");
  }
  if (typeof value === "string" && !isWellFormed(value)) report(path, halfCharacter);
  if (typeof value !== "object" || value === null || value instanceof NumberValue) return value;
  const marker = markerOf(value);
  if (marker !== undefined) return decodeMarked(marker, value as JsonObject, place, report);
  return decodeContainer(value, place, report);
}

function decodeContainer(value: object, { path, depth }: Place, report: Report): unknown {
  if (depth === maxDepth) {
    report(path, `must not be nested deeper than ${maxDepth} levels.`);
    return null;
  }
  const inside = (key: PropertyKey): Place => ({ path: [...path, key], depth: depth + 1 });
  if (Array.isArray(value)) return value.map((item, i) => decode(item, inside(i), report));
  return new Map(
    Object.entries(value).map(([key, item]) => {
      if (!isWellFormed(key)) report([...path, key], halfCharacter);
      return [key, decode(item, inside(key), report)];
    }),
  );
}

/** Half a surrogate pair has no UTF-8 encoding: DynamoDB would store another character. */
const isWellFormed = (text: string) => !/\p{Surrogate}/u.test(text);
const halfCharacter = "has half a surrogate pair, which is no character.";

/** A larger double comes only from Lambda's JSON parser (direct invocation), which rounds. */
const isSafe = (value: number) => Math.abs(value) <= Number.MAX_SAFE_INTEGER;

function decodeMarked(marker: string, value: JsonObject, place: Place, report: Report): unknown {
  const content = value[marker];
  const path = [...place.path, marker];
  const refuse = (message: string) => {
    report(path, message);
    return null;
  };
  if (marker === "$binary") {
    return decodeBinary(content) ?? refuse("must be base64 text (RFC 4648, section 4).");
  }
  if (marker === "$set") {
    return (
      decodeSet(content) ??
      refuse("must be a list of strings, of numbers or of $binary: at least one, and none twice.")
    );
  }
  if (marker !== "$map") {
    return refuse(
      `is no known marker; write {"$map":{"${shortenName(marker)}":…}} for a map with that key.`,
    );
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    return refuse("must be an object.");
  }
  return decodeContainer(content, { ...place, path }, report);
}

function decodeBinary(content: unknown): Uint8Array | undefined {
  if (typeof content !== "string") return undefined;
  const bytes = Buffer.from(content, "base64");
  return bytes.toString("base64") === content ? new Uint8Array(bytes) : undefined;
}

/** Members of one type, each once. */
function decodeSet(content: unknown): Set<unknown> | undefined {
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const members = content.map(decodeMember);
  const types = new Set(members.map((member) => member?.constructor));
  const texts = new Set(members.map(String));
  const valid = types.size === 1 && !types.has(undefined) && texts.size === members.length;
  return valid ? new Set(members) : undefined;
}

function decodeMember(member: unknown): string | NumberValue | Uint8Array | undefined {
  if (typeof member === "string") return isWellFormed(member) ? member : undefined;
  const isNumber = typeof member === "number" ? isSafe(member) : member instanceof NumberValue;
  if (isNumber) return NumberValue.from(String(member));
  if (typeof member !== "object" || member === null) return undefined;
  return markerOf(member) === "$binary"
    ? decodeBinary((member as JsonObject)["$binary"])
    : undefined;
}

function encode(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof NumberValue) return value;
  if (value instanceof Uint8Array) return { $binary: Buffer.from(value).toString("base64") };
  if (value instanceof Set) return { $set: [...value].map(encode) };
  if (Array.isArray(value)) return value.map(encode);
  const map = mapValues(value as JsonObject, encode);
  return markerOf(map) === undefined ? map : { $map: map }; // it would look like a marker
}

/** The same text for values of a key that DynamoDB takes for equal. */
export function identityOf(value: unknown): string {
  if (value instanceof Uint8Array) return `B${Buffer.from(value).toString("base64")}`;
  const isNumber = typeof value === "number" || value instanceof NumberValue;
  return isNumber ? `N${canonicalNumber(value)}` : JSON.stringify(value);
}

/** The type of a JSON value, or of an attribute's, in the words of JSON. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof NumberValue) return "number";
  if (value instanceof Uint8Array) return "$binary";
  if (value instanceof Set) return "$set";
  return Array.isArray(value) ? "array" : typeof value;
}

/** The only key of an object, when it begins with `$`. */
export function markerOf(value: object): string | undefined {
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0]?.startsWith("$") ? keys[0] : undefined;
}

function mapValues(
  object: JsonObject,
  change: (value: unknown, key: string) => unknown,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, change(value, key)]),
  );
}
