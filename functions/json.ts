/** JSON text to values and back, with every number as exact as DynamoDB keeps it. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { parse, stringify } from "lossless-json";
import { Problem } from "./problem";

/** Where a number may stand that native parsing changes: 16 digits or more, an exponent, or -0. */
const inexactNumber = /(?:^|[[:,])\s*(?:-?(?:[\d.]{16,}|[\d.]+[eE])|-0)/;

/** An item may be nested 32 levels deep; the rest is room for the envelope and for markers. */
const maxNesting = 64;

/** Only a body with this text, plain or escaped, can have a `__proto__` key. */
const maybePrototypeKey = /__proto__|\\u/;

/**
 * The value of a JSON text (RFC 8259). Numbers that a double cannot hold become `NumberValue`s.
 * @throws Problem `invalid-body` when the text is no JSON, is nested too deep, or has a key
 * `__proto__`, which the SDK would lose without a word
 */
export function parseJson(text: string): unknown {
  const value = parseText(text);
  const maybeDeep = text.split(/[[{]/, maxNesting + 2).length > maxNesting + 1;
  if (maybeDeep || maybePrototypeKey.test(text)) refuseStructure(value);
  return value;
}

/** The JSON text of a value, `NumberValue`s as number literals. */
export function formatJson(value: unknown): string {
  return stringify(value, undefined, undefined, numberStringifiers) ?? "null";
}

/**
 * The same value for a caller that serializes it with `JSON.stringify`, as Lambda does. Number
 * literals stay exact on Node 22; Node 20, which only developers have, rounds them.
 */
export function toNativeJson(value: unknown): unknown {
  if (value instanceof NumberValue) return rawJson(String(value));
  if (Array.isArray(value)) return value.map(toNativeJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toNativeJson(item)]));
}

const { rawJSON: rawJson = Number } = JSON as { rawJSON?: (text: string) => unknown };

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
  return exact ? number : NumberValue.from(literal);
}

const numberStringifiers = [
  {
    test: (value: unknown) => value instanceof NumberValue,
    stringify: (value: unknown) => String(value),
  },
];

function parseText(text: string): unknown {
  try {
    if (!inexactNumber.test(text)) return JSON.parse(text);
    return parse(text, undefined, {
      parseNumber: exactNumber,
      onDuplicateKey: ({ newValue }) => newValue, // as JSON.parse does: the last one counts
    });
  } catch {
    throw new Problem("invalid-body", "The body is not valid JSON.");
  }
}

/** Walks with a list of its own: a body may be nested deeper than the call stack is. */
function refuseStructure(root: unknown): void {
  const open: [value: unknown, depth: number][] = [[root, 1]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value !== "object" || value === null) continue;
    if (depth > maxNesting) {
      throw new Problem("invalid-body", `The body is nested deeper than ${maxNesting} levels.`);
    }
    if (Object.hasOwn(value, "__proto__")) {
      throw new Problem("invalid-body", 'The key "__proto__" is not accepted anywhere in a body.');
    }
    for (const child of Object.values(value)) open.push([child, depth + 1]);
  }
}
