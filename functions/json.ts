/** JSON text to values and back, with every number as exact as DynamoDB keeps it. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { parse, stringify } from "lossless-json";
import { Problem } from "./problem";

/** A number that a double may not hold: 17 digits or more, or an exponent. */
const inexactNumber = /(?:^|[[:,])\s*-?(?:[\d.]{17,}|[\d.]+[eE])/;

/** Only a body with this text, plain or escaped, can have a `__proto__` key. */
const maybePrototypeKey = /__proto__|\\u/;

/**
 * The value of a JSON text (RFC 8259). Numbers that a double cannot hold become `NumberValue`s.
 * @throws Problem `invalid-body` when the text is no JSON, or has a key `__proto__`, which the
 * SDK would lose without a word
 */
export function parseJson(text: string): unknown {
  const value = parseText(text);
  if (maybePrototypeKey.test(text)) refusePrototypeKeys(value);
  return value;
}

/** The JSON text of a value, `NumberValue`s as number literals. */
export function formatJson(value: unknown): string {
  return stringify(value, undefined, undefined, numberStringifiers) ?? "null";
}

/** The JavaScript number of a literal if it says exactly the same, otherwise a `NumberValue`. */
export function exactNumber(literal: string): number | NumberValue {
  const number = Number(literal);
  return String(number) === literal ? number : NumberValue.from(literal);
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
function refusePrototypeKeys(root: unknown): void {
  const open = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "__proto__")) {
      throw new Problem("invalid-body", 'The key "__proto__" is not accepted anywhere in a body.');
    }
    for (const child of Object.values(value)) open.push(child);
  }
}
