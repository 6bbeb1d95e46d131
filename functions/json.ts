/** JSON text to values and back, with every number as exact as DynamoDB keeps it. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { parse, stringify } from "lossless-json";
import { Problem } from "./problem";

/**
 * The value of a JSON text (RFC 8259). Numbers that a double cannot hold become `NumberValue`s.
 * @throws Problem `invalid-body` when the text is no JSON, or has a key `__proto__`, which the SDK
 * would lose without a word
 */
export function parseJson(text: string): unknown {
  const value = parseText(text);
  if (mayHavePrototypeKey(text)) refusePrototypeKey(value);
  return value;
}

/** The JSON text of a value, `NumberValue`s as number literals. */
export function formatJson(value: unknown): string {
  exactNumberMet = false;
  const text = JSON.stringify(value);
  return exactNumberMet
    ? (stringify(value, undefined, undefined, numberStringifiers) as string)
    : text;
}

let exactNumberMet = false;

const { rawJSON: rawJson = Number } = JSON as { rawJSON?: (text: string) => unknown };

class ExactNumber extends NumberValue {
  /**
   * What `JSON.stringify` writes, which Lambda uses for the answer to a direct caller: the literal
   * on Node 22; Node 20, which only developers have, rounds it.
   */
  toJSON(): unknown {
    exactNumberMet = true;
    return rawJson(String(this));
  }
}

/**
 * The JavaScript number of a literal if it has the same value, otherwise a `NumberValue`. Fifteen
 * digits always survive a double; beyond the safe integers the SDK's marshaller refuses doubles.
 */
export function exactNumber(literal: string): number | NumberValue {
  const number = Number(literal);
  const digits = literal
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+/, "");
  const vanished = number === 0 && (digits !== "" || Object.is(number, -0));
  const exact = digits.length <= 15 && Math.abs(number) <= Number.MAX_SAFE_INTEGER && !vanished;
  return exact ? number : new ExactNumber(literal);
}

const numberStringifiers = [
  {
    test: (value: unknown) => value instanceof NumberValue,
    stringify: (value: unknown) => String(value),
  },
];

function parseText(text: string): unknown {
  try {
    if (!hasInexactNumber(withoutLongStrings(text))) return JSON.parse(text);
    return parse(text, undefined, {
      parseNumber: exactNumber,
      onDuplicateKey: ({ newValue }) => newValue, // as JSON.parse does: the last one counts
    });
  } catch {
    throw new Problem("invalid-body", "The body is not valid JSON.");
  }
}

/**
 * A number of 16 digits or more, or with an exponent. The digits stand there one by one since V8
 * leaps over a text only for a pattern without quantifiers; what is before them is looked at last.
 */
const longOrExponent = new RegExp(
  `${"[\\d.]".repeat(16)}(?<=(?:^|[:,[\\s])-?[\\d.]{16})|` +
    "\\d[eE][-+\\d](?<=(?:^|[:,[\\s])-?[\\d.]+[eE].)",
);

/** Whether there may be a number that native parsing changes. */
const hasInexactNumber = (text: string) => longOrExponent.test(text) || hasMinusZero(text);

function hasMinusZero(text: string): boolean {
  for (let at = text.indexOf("-0"); at !== -1; at = text.indexOf("-0", at + 1)) {
    if (at === 0 || /[:,[\s]/.test(text.charAt(at - 1))) return true;
  }
  return false;
}

/**
 * The text with its strings left out when they are long, since to leap over them costs less than to
 * search them; otherwise, or when it is no JSON, the whole text.
 */
function withoutLongStrings(text: string): string {
  let budget = text.length / 512;
  let rest = "";
  let position = 0;
  while (budget > 1) {
    const start = text.indexOf('"', position);
    if (start === -1) return rest + text.slice(position);
    if (start - position > 3) rest += text.slice(position, start); // less holds only `:1,` or so
    position = start;
    do {
      position = text.indexOf('"', position + 1);
      budget -= 1;
    } while (budget > 1 && isEscaped(text, position));
    position += 1;
  }
  return text;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, position: number): boolean {
  let first = position;
  while (text[first - 1] === "\\") first -= 1;
  return (position - first) % 2 === 1;
}

/** Only a body with one of these texts can have such a key; the second has a letter of it escaped. */
const mayHavePrototypeKey = (text: string) =>
  text.includes("__proto__") || (text.includes("\\u00") && /\\u00(5f|6f|7[024])/i.test(text));

/**
 * Walks with a list of its own: a body may be nested deeper than the call stack is.
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
