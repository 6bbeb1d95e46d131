/** Masks in a message what a caller sent. */
import { maxName } from "./wording";

/** Characters. A message may quote any part of the request, so every part of this length is masked. */
const pieceLength = 6;

/** @param texts each of them that the message repeats, whole or in part, becomes `***` */
export function mask(message: string, texts: readonly string[]): string {
  const masked = new Set<number>();
  const hide = (start: number, length: number) => {
    for (let i = start; i < start + length; i++) masked.add(i);
  };
  const long = texts.filter((text) => text.length >= pieceLength).join("\n");
  for (let i = 0; i + pieceLength <= message.length; i++) {
    if (long.includes(message.slice(i, i + pieceLength))) hide(i, pieceLength);
  }
  const short = new Set(texts.filter((text) => text.length < pieceLength));
  for (const { index, 0: word } of message.matchAll(/[^\s"'`.,:;()[\]{}]+/g)) {
    if (short.has(word)) hide(index, word.length);
  }
  return message
    .split("")
    .map((unit, i) => (masked.has(i) ? "\0" : unit))
    .join("")
    .replaceAll(/\0+/g, "***");
}

/**
 * A message of DynamoDB without the caller's values, for an error that Lambda logs. DynamoDB quotes operands and pieces
 * of expressions only after a semicolon.
 */
export function withoutValues(message: string, envelope: unknown): string {
  const { payload } = envelope as { payload?: object };
  const values = Object.entries(payload ?? {}).filter(([name]) => !name.endsWith("Expression"));
  const [clause] = message.split(";") as [string];
  return mask(clause, stringsIn(Object.fromEntries(values), maxName));
}

/**
 * Texts, numbers and member names, down to a depth. Deeper ones are still masked as part of an HTTP body.
 * @param quotable length of the names that a message may quote
 */
export function stringsIn(value: unknown, quotable = 0, depth = 64): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  const names = Array.isArray(value) ? [] : Object.keys(value);
  const inside = Object.values(value).flatMap((one) => stringsIn(one, quotable, depth - 1));
  return [...names.filter((name) => name.length > quotable), ...inside];
}
