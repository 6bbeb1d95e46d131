/** Exact numbers: DynamoDB stores 38 digits, a double has about 16. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";

/** Absent on Node 20, which can run local mode but is no runtime of the function on Lambda. */
export const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };

/** A number that is not exact as a double. */
class ExactNumber extends NumberValue {
  /** `JSON.stringify` calls it, in Lambda too. Without `JSON.rawJSON` the number is rounded. */
  toJSON(): unknown {
    return rawJSON ? rawJSON(String(this)) : Number(this);
  }
}

/** A double that is nearer to zero has less than fifteen digits. */
const smallest = 2.3e-308;

/**
 * The JavaScript number of a literal if it has the same value, otherwise a `NumberValue`. A double represents any fifteen
 * digits, and any safe integer; beyond these the SDK's marshaller refuses doubles.
 */
export function exactNumber(literal: string): number | NumberValue {
  const number = Number(literal);
  const digits = literal
    .replace(/[eE].*$/, "")
    .replace(/\D/g, "")
    .replace(/^0+/, "");
  const size = Math.abs(number);
  const isZero = digits === "" && !Object.is(number, -0);
  const inRange = size >= smallest && size <= Number.MAX_SAFE_INTEGER;
  const isExact = digits.length <= 15 || /^-?\d+$/.test(literal);
  return isZero || (inRange && isExact) ? number : new ExactNumber(literal);
}

/** The same text for each spelling of a number: 1, 1.0 and 10e-1 are `1e0`. */
export function canonicalNumber(value: number | NumberValue): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(String(value)) as unknown;
  const [, sign, whole, fraction = "", exponent = 0] = parts as [
    0,
    string,
    string,
    string?,
    string?,
  ];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const zeros = digits.length - significant.length;
  return `${sign}${significant}e${Number(exponent) - fraction.length + zeros}`;
}
