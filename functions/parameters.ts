/** The schemas that payloads and results are made of: one for each kind of DynamoDB parameter. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { decodeAttributes } from "./values/attributes";

/** An item, a key, or the values of an expression: attribute names to values. */
export const attributes = z.pipe(
  // A NumberValue is an object, which the next schema would accept.
  z
    .unknown()
    .check(
      z.refine(
        (input) => !(input instanceof NumberValue),
        "must be of type object, received number.",
      ),
    ),
  z.pipe(
    z.looseObject({}),
    z.transform((input, context) =>
      decodeAttributes(input, (path, message) =>
        context.issues.push({ code: "custom", input, path, message }),
      ),
    ),
  ),
);

/** For rows that take the value of one attribute, such as a hash key without the sort key. */
export const attribute = z.pipe(
  z.unknown().check(z.refine((input) => input !== undefined)),
  z.transform((value, context) => {
    const report = ([, ...path]: PropertyKey[], message: string) =>
      context.issues.push({ code: "custom", input: value, path, message });
    return decodeAttributes({ value }, report)["value"];
  }),
);

/** The items or keys of a batch. */
export const attributesList = (least: number, most: number) =>
  z.array(attributes).check(z.minLength(least), z.maxLength(most));

/** DynamoDB stores such an attribute, and the SDK drops it from every answer. */
const prototypeName = 'must not have the name "__proto__", which cannot be read back.';

/** For rows that take the name of one attribute, too. */
export const attributeName = z.string().check(
  z.minLength(1),
  z.refine((name) => name !== "__proto__", prototypeName),
);

/** `ExpressionAttributeNames`: placeholders that begin with `#` to attribute names. */
export const names = z.record(z.string(), attributeName);

/** DynamoDB refuses expressions over 4 KB; refusing them here saves the round trip. */
export const expression = z.string().check(
  z.minLength(1),
  z.maxLength(4096),
  z.refine((text) => !/(?<![\w#:])__proto__(?!\w)/.test(text), prototypeName),
);

export const flag = z.boolean();

const indexName = z.string().check(z.minLength(3), z.maxLength(255));

/** Items per page. DynamoDB's own default is 1 MB of items, which is too much for one answer. */
export const pageLimit = { most: 1000, usual: 100 } as const;

const limit = z._default(z.int().check(z.gte(1), z.lte(pageLimit.most)), pageLimit.usual);

const select = z.enum([
  "ALL_ATTRIBUTES",
  "ALL_PROJECTED_ATTRIBUTES",
  "SPECIFIC_ATTRIBUTES",
  "COUNT",
]);

/** Each command takes its own subset of the `ReturnValues`. */
export const returnValues = <const T extends string>(...allowed: T[]) => z.enum(allowed);

/** Parameters of a write that may have a condition. */
export const conditionParameters = {
  ConditionExpression: z.optional(expression),
  ExpressionAttributeNames: z.optional(names),
  ExpressionAttributeValues: z.optional(attributes),
};

/** Parameters of a page of items. */
export const pageParameters = {
  Limit: limit,
  ExclusiveStartKey: z.optional(attributes),
  IndexName: z.optional(indexName),
  FilterExpression: z.optional(expression),
  ProjectionExpression: z.optional(expression),
  ExpressionAttributeNames: z.optional(names),
  ExpressionAttributeValues: z.optional(attributes),
  Select: z.optional(select),
  ConsistentRead: z.optional(flag),
};

/** The result of a page. Without `Items` it was only counted. */
export const page = z.strictObject({
  Items: z.optional(z.array(attributes)),
  Count: z.int(),
  ScannedCount: z.int(),
  LastEvaluatedKey: z.optional(attributes),
});

/** The result of a write, with what `ReturnValues` asked for. */
export const written = z.strictObject({ Attributes: z.optional(attributes) });

const maxNesting = 64;

/** JSON that is returned unchanged. JSON.stringify recurses, so a very deep value overflows its stack. */
export const json = z
  .unknown()
  .check(
    z.refine(
      (value) => !isDeeper(value, maxNesting),
      `must not be nested deeper than ${maxNesting} levels.`,
    ),
  );

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeper(child, levels - 1));
}
