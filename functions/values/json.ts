/** Converts JSON text to values and back, with exact numbers. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { parse, stringify } from "lossless-json";
import { Problem } from "../problem";
import { exactNumber, rawJSON } from "./numbers";

/** Sixteen digits, an exponent, or a negative zero: any other number is exact as a double. */
const mayBeInexact = /\d[\d.]{15}|\d[eE]|-0/;

/**
 * The value of a JSON text (RFC 8259). Numbers that are not exact as a double become
 * `NumberValue`s.
 * @throws Problem `invalid-body` when the text is no JSON, or has a key `__proto__`, which the SDK
 * would drop silently
 */
export function parseJson(text: string): unknown {
  const value = parseText(text);
  if (/__proto__|\\u/.test(text)) refusePrototypeKey(value); // with \u, the key has many spellings
  return value;
}

function parseText(text: string): unknown {
  try {
    if (!mayBeInexact.test(text)) return JSON.parse(text);
  } catch {
    // Its message repeats the text and names no place: the other parser fails at the same character.
  }
  try {
    // The last of duplicate names counts, as in JSON.parse.
    const onDuplicateKey = ({ newValue }: { newValue: unknown }) => newValue;
    return parse(text, undefined, { parseNumber: exactNumber, onDuplicateKey });
  } catch (error) {
    throw new Problem("invalid-body", explainError(text, error as Error));
  }
}

function explainError(text: string, { message }: Error): string {
  const [, position] = /at position (\d+)$/.exec(message) ?? [];
  if (position === undefined) return "The body is nested too deeply."; // the parser recurses
  const lines = text.slice(0, Number(position)).split(/\r\n?|\n/);
  const column = (lines.at(-1) as string).length + 1;
  return `The body is not valid JSON at line ${lines.length}, column ${column}.`;
}

const numberStringifiers = [
  { test: (value: unknown) => value instanceof NumberValue, stringify: String },
];

/** The JSON text of a value, `NumberValue`s as number literals. */
export const formatJson = (value: unknown): string =>
  rawJSON
    ? JSON.stringify(value)
    : (stringify(value, undefined, undefined, numberStringifiers) as string);

/**
 * Does not recurse: a body may be nested deeper than the call stack allows.
 * @throws Problem `invalid-body`
 */
export function refusePrototypeKey(root: unknown): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "__proto__")) {
      throw new Problem("invalid-body", 'The key "__proto__" is not accepted anywhere in a body.');
    }
    for (const child of Object.values(value)) open.push(child);
  }
}
