/** Cursors: an opaque text for the key at which the next page of a table begins. */
import { createHash } from "node:crypto";
import { Problem } from "../problem";
import type { Attributes, Item, KeyAttribute, Table } from "../table";
import { exactNumber } from "../values/numbers";

/**
 * The key's own characters with their number, since JSON would write some of them six times as long, and a URL
 * has an end.
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
export function readCursor(table: Table, cursor: string): Attributes {
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

const fromText: Readonly<Record<KeyAttribute["type"], (text: string) => unknown>> = {
  S: (text) => text,
  N: exactNumber,
  B: (base64) => new Uint8Array(Buffer.from(base64, "base64")),
};

/** Not a signature: who forges a cursor gains nothing that a key in a path would not give. */
function seal({ physicalName }: Table, text: string): string {
  const hash = createHash("sha256").update(`${physicalName}\n${text}`);
  return `${Buffer.from(text).toString("base64url")}.${hash.digest("base64url").slice(0, 10)}`;
}
