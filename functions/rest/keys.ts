/** Keys in URLs: converts the segments of a path to a key, and back. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { invalidParameter, Problem } from "../problem";
import type { Attributes, Item, KeyAttribute, Table } from "../table";
import { exactNumber } from "../values/numbers";
import { pointerTo } from "../wording";

/**
 * The key in the segments of a path.
 * @param segments percent-encoded values: of the whole key, of the hash key alone, or none
 * @throws Problem `invalid-parameter`
 */
export function readKey({ keys }: Table, segments: readonly string[]): Attributes {
  return Object.fromEntries(
    segments.map((segment, i) => {
      const key = keys[i] as KeyAttribute;
      return [key.name, readValue(key, decodeSegment(segment))];
    }),
  );
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalidParameter("The path is not percent-encoded UTF-8.");
  }
}

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * @param text S as it is, N as a decimal number, B as base64url (RFC 4648, section 5)
 * @throws Problem `invalid-parameter`
 */
export function readValue({ name, type }: KeyAttribute, text: string): unknown {
  if (text === "") throw invalidParameter(`The key ${name} must not be empty.`);
  if (type === "S") return text;
  if (type === "N") {
    if (number.test(text)) return exactNumber(text);
    throw invalidParameter(`The key ${name} must be a number.`);
  }
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") === text) return new Uint8Array(bytes);
  throw invalidParameter(`The key ${name} must be base64url without padding.`);
}

/**
 * The segments of an item's key, each after a slash.
 * @throws Problem `invalid-body` when a key attribute is missing, or cannot be part of a URL
 */
export function keyPath({ keys }: Table, item: Item): string {
  const missing = keys.filter(({ name }) => !Object.hasOwn(item, name));
  if (missing.length > 0) {
    const errors = missing.map(({ name }) => ({
      pointer: pointerTo([name]),
      detail: "is required.",
    }));
    throw new Problem("invalid-body", "The item lacks its key.", errors);
  }
  return keys.map(({ name }) => `/${writeValue(item[name])}`).join("");
}

/** @param value of the key's type, as `readAttributes` has checked */
function writeValue(value: unknown): string {
  if (value === "." || value === "..") {
    const detail = 'The key "." or ".." cannot be in a URL. Use the operation "create".';
    throw new Problem("invalid-body", detail);
  }
  return typeof value === "string" ? encodeURIComponent(value) : textOf(value);
}

/**
 * The text that `readValue` reads.
 * @param value as JSON, of the key's type
 */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || value instanceof NumberValue) return String(value);
  const { $binary } = value as { $binary: string };
  return Buffer.from($binary, "base64").toString("base64url");
}
