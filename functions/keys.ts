/** Keys in URLs: the segments of a path, and the cursor of a page, as attributes of a table's key. */
import { createHash } from "node:crypto";
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { exactNumber } from "./json";
import { Problem } from "./problem";

/** One attribute of a table's primary key. */
export interface Key {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

/** A table as the function's environment describes it. */
export interface Table {
  /** The logical name, which clients say. */
  readonly name: string;
  readonly physicalName: string;
  /** The hash key, and the sort key if there is one. */
  readonly keys: readonly Key[];
  /** Names of the secondary indexes. @default none */
  readonly indexes?: readonly string[];
}

/** Attributes as JSON has them. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * The key that the segments of a path name.
 * @param segments as many as the key has attributes, percent-encoded: S as its text, N as a decimal, B as base64url (RFC 4648, section 5)
 * @throws Problem `invalid-parameter`
 */
export function readKey({ keys }: Table, segments: readonly string[]): Item {
  return Object.fromEntries(
    keys.map((key, i) => [key.name, readValue(key, decodeSegment(segments[i] as string))]),
  );
}

/** @throws Problem `invalid-parameter` when it is not percent-encoded UTF-8 */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Problem("invalid-parameter", "The path is not percent-encoded UTF-8.");
  }
}

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function readValue({ name, type }: Key, text: string): unknown {
  if (text === "") throw new Problem("invalid-parameter", `The key ${name} must not be empty.`);
  if (type === "S") return text;
  if (type === "N") {
    if (number.test(text)) return exactNumber(text);
    throw new Problem("invalid-parameter", `The key ${name} must be a number.`);
  }
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") === text) return { $binary: bytes.toString("base64") };
  throw new Problem("invalid-parameter", `The key ${name} must be base64url without padding.`);
}

/**
 * The segments of an item's key, each after a slash.
 * @throws Problem `invalid-body` when the item lacks a part of its key
 */
export function keyPath({ keys }: Table, item: Item): string {
  const missing = keys.filter(({ name }) => !Object.hasOwn(item, name));
  if (missing.length > 0) {
    const errors = missing.map(({ name }) => ({ pointer: `/${name}`, detail: "is required." }));
    throw new Problem("invalid-body", "The item lacks its key.", errors);
  }
  return keys.map(({ name }) => `/${writeValue(item[name])}`).join("");
}

/** A value of another type than the key's goes to DynamoDB all the same, which refuses it. */
function writeValue(value: unknown): string {
  if (value === "." || value === "..") {
    const detail = 'A key "." or ".." cannot be in a URL. The envelope takes it.';
    throw new Problem("invalid-body", detail);
  }
  if (typeof value === "string") return encodeURIComponent(value);
  if (typeof value === "number" || value instanceof NumberValue) return String(value);
  const { $binary } = (value ?? {}) as { $binary?: unknown };
  return Buffer.from(String($binary), "base64").toString("base64url");
}

/**
 * An opaque text for the key at which the next page of a table begins: the key's own characters
 * with their number, since JSON would write some of them six times as long, and a URL has an end.
 */
export function writeCursor(table: Table, key: Item): string {
  const texts = table.keys.map(({ name }) => textOf(key[name]));
  const text = texts.map((one) => `${one.length}:${one}`).join("");
  return seal(table, text);
}

const textOf = (value: unknown) => {
  const { $binary } = value as { $binary?: string };
  return String($binary ?? value);
};

/** @throws Problem `invalid-parameter` for a cursor that is damaged, otherwise spelled, or of another table */
export function readCursor(table: Table, cursor: string): Item {
  const [encoded] = cursor.split(".") as [string];
  let text = Buffer.from(encoded, "base64url").toString();
  if (cursor !== seal(table, text)) {
    const detail = '"cursor" must be one that this table\'s list has given.';
    throw new Problem("invalid-parameter", detail);
  }
  const entries = table.keys.map(({ name, type }) => {
    const start = text.indexOf(":") + 1;
    const end = start + Number.parseInt(text, 10);
    const value = text.slice(start, end);
    text = text.slice(end);
    return [name, fromText[type](value)];
  });
  return Object.fromEntries(entries);
}

const fromText: Readonly<Record<Key["type"], (text: string) => unknown>> = {
  S: (text) => text,
  N: exactNumber,
  B: ($binary) => ({ $binary }),
};

/** Not a signature: who forges a cursor gains nothing that a key in a path would not give. */
function seal({ physicalName }: Table, text: string): string {
  const hash = createHash("sha256").update(`${physicalName}\n${text}`);
  return `${Buffer.from(text).toString("base64url")}.${hash.digest("base64url").slice(0, 10)}`;
}
