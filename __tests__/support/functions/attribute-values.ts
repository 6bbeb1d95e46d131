/** Attribute values of DynamoDB at random, as they go over the wire. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";

/** Up to 38 digits, between 1e-130 and 9.9…e125: all that DynamoDB stores. */
const randomNumber = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.stringMatching(/^[1-9]\d{0,36}[1-9]$/),
    fc.integer({ min: -130, max: 125 }),
  )
  .map(([sign, digits, exponent]) => `${sign}${digits[0]}.${digits.slice(1)}e${exponent}`);

const knownNumber = fc.constantFrom(
  ...["0", "-0", "1", "-1.5", "100", "1e-130", "-1e-130", "1e125", "-1e125", "0.1", "123456.789"],
  ...["9007199254740991", "9007199254740993", "-9007199254740993", "999999999999999"],
  ...[`${"9".repeat(38)}e88`, `-${"9".repeat(38)}e88`, `0.${"1234567890".repeat(3)}12345678`],
);

const number = fc.oneof(knownNumber, fc.integer().map(String), randomNumber);

/**
 * Digits and exponent of a number, the same however it is written. DynamoDB knows no negative zero.
 */
function canonicalNumber(literal: string): string {
  const [, sign = "", whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)\.?(\d*)(?:[eE](.+))?$/.exec(literal) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const exponent = Number(power) - fraction.length + (digits.length - significant.length);
  return `${sign}${significant}e${exponent}`;
}

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("", " ", "\u0000", "é", "🧵", "$set", "1e5", '"', "\\", "a".repeat(600)),
);

/** Without `__proto__`, which the API refuses, since the SDK loses it. */
const name = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 8 }),
    fc.constantFrom(
      "$set",
      "$binary",
      "$map",
      "$x",
      "$",
      "constructor",
      "toString",
      "valueOf",
      "N",
    ),
  )
  .filter((key) => key !== "__proto__");

const bytes = fc.uint8Array({ maxLength: 12 });
const some = { minLength: 1, maxLength: 4 };
const filled = text.filter((member) => member !== "");

const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small", withCrossShrink: true },
    text.map((S) => ({ S })),
    number.map((N) => ({ N })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true as const }),
    bytes.map((B) => ({ B })),
    fc.uniqueArray(filled, some).map((SS) => ({ SS })),
    fc.uniqueArray(number, { ...some, selector: canonicalNumber }).map((NS) => ({ NS })),
    fc
      .uniqueArray(
        bytes.filter((member) => member.length > 0),
        { ...some, selector: String },
      )
      .map((BS) => ({ BS })),
    fc.array(tie("value"), { maxLength: 4 }).map((L) => ({ L })),
    fc.dictionary(name, tie("value"), { maxKeys: 4, noNullPrototype: true }).map((M) => ({ M })),
  ),
}));

/** A value below as many lists and maps as DynamoDB takes. */
const deep = fc
  .tuple(value, fc.array(fc.boolean(), { minLength: 27, maxLength: 27 }))
  .map(([inner, levels]) =>
    levels.reduce<AttributeValue>((M, map) => (map ? { M: { $map: M } } : { L: [M] }), inner),
  );

/** Attributes without a key. */
export const attributes = fc
  .dictionary(name, fc.oneof({ weight: 9, arbitrary: value }, deep), {
    maxKeys: 6,
    noNullPrototype: true,
  })
  .filter((item) => !("Id" in item));

/** The same for values that are equal to DynamoDB: sets in any order, numbers however they are written. */
function canonical(of: AttributeValue): unknown {
  const [type, content] = Object.entries(of)[0] as [string, never];
  if (type === "N") return { N: canonicalNumber(content) };
  if (type === "B") return { B: Buffer.from(content).toString("hex") };
  if (type === "SS") return { SS: [...(content as string[])].sort() };
  if (type === "NS") return { NS: (content as string[]).map(canonicalNumber).sort() };
  if (type === "BS") {
    return { BS: (content as Uint8Array[]).map((one) => Buffer.from(one).toString("hex")).sort() };
  }
  if (type === "L") return { L: (content as AttributeValue[]).map(canonical) };
  return type === "M" ? { M: canonicalItem(content) } : of;
}

export function canonicalItem(item: Record<string, AttributeValue>): Map<string, unknown> {
  const entries = Object.entries(item).map(([key, of]) => [key, canonical(of)] as const);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
