/** Cursors: opaque texts for the key after which the next page of a selection begins. */
import { createHash } from "node:crypto";
import { invalidParameter } from "../problem";
import type { Attributes, Item } from "../table";
import { encodeAttributes } from "../values/attributes";
import { formatJson } from "../values/json";
import { readValue, textOf } from "./keys";
import type { Selection } from "./selection";

/**
 * Writes the length of each key value before it. JSON would escape some characters, six times as long, and URLs are
 * limited.
 */
export function writeCursor(selection: Selection, key: Item): string {
  const texts = selection.cursorKeys.map(({ name }) => textOf(key[name]));
  return seal(selection, texts.map((text) => `${text.length}:${text}`).join(""));
}

/** @throws Problem `invalid-parameter` for a cursor that is damaged, encoded differently, or of another selection */
export function readCursor(selection: Selection, cursor: string): Attributes {
  const [encoded] = cursor.split(".", 1) as [string];
  let text = Buffer.from(encoded, "base64url").toString();
  if (cursor !== seal(selection, text)) {
    const detail =
      '"cursor" must be copied from an earlier page of the same table, index, conditions and order.';
    throw invalidParameter(detail);
  }
  const entries = selection.cursorKeys.map((key) => {
    const start = text.indexOf(":") + 1;
    const end = start + Number.parseInt(text, 10);
    const value = text.slice(start, end);
    text = text.slice(end);
    return [key.name, readValue(key, value)];
  });
  return { ...Object.fromEntries(entries), ...selection.shared };
}

/** A checksum, not a signature: a forged cursor gives no more access than a key in a path. */
function seal({ table, payload }: Selection, text: string): string {
  const values = encodeAttributes(payload.ExpressionAttributeValues ?? {});
  const question = formatJson([
    table.physicalName,
    { ...payload, ExpressionAttributeValues: values },
  ]);
  const hash = createHash("sha256").update(`${question}\n${text}`);
  return `${Buffer.from(text).toString("base64url")}.${hash.digest("base64url").slice(0, 10)}`;
}
