/** Cursors: opaque texts for the key after which the next page of a table begins. */
import { createHash } from "node:crypto";
import { Problem } from "../problem";
import type { Attributes, Item, KeyAttribute, Table } from "../table";
import { exactNumber } from "../values/numbers";

/**
 * Writes the length of each key value before it. JSON would escape some characters, six times as long, and URLs are
 * limited.
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

/** @throws Problem `invalid-parameter` for a cursor that is damaged, encoded differently, or of another table */
export function readCursor(table: Table, cursor: string): Attributes {
  const [encoded] = cursor.split(".") as [string];
  let text = Buffer.from(encoded, "base64url").toString();
  if (cursor !== seal(table, text)) {
    const detail = '"cursor" must be copied from an earlier page of this table.';
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

const fromText: Readonly<Record<KeyAttribute["type"], (text: string) => unknown>> = {
  S: (text) => text,
  N: exactNumber,
  B: (base64) => new Uint8Array(Buffer.from(base64, "base64")),
};

/** A checksum, not a signature: a forged cursor gives no more access than a key in a path. */
function seal({ physicalName }: Table, text: string): string {
  const hash = createHash("sha256").update(`${physicalName}\n${text}`);
  return `${Buffer.from(text).toString("base64url")}.${hash.digest("base64url").slice(0, 10)}`;
}
