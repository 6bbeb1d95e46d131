/** Conditions on keys, `name=op.value`, as the parts of DynamoDB's key condition. */
import { invalidParameter } from "../problem";
import type { Attributes, KeyAttribute } from "../table";
import { readValue } from "./keys";

const expressions = {
  eq: "#sort = :sort",
  lt: "#sort < :sort",
  lte: "#sort <= :sort",
  gt: "#sort > :sort",
  gte: "#sort >= :sort",
  begins: "begins_with(#sort, :sort)",
} as const;

type Operator = keyof typeof expressions;

/** What one condition asks for. */
interface Condition {
  readonly operator: Operator;
  readonly value: unknown;
}

/** @throws Problem `invalid-parameter` for an unknown operator or a value of another type */
export function readCondition(key: KeyAttribute, text: string): Condition {
  const [operator] = text.split(".", 1) as [string];
  if (!Object.hasOwn(expressions, operator) || operator === text) {
    const operators = Object.keys(expressions).join(", ");
    throw invalidParameter(
      `A condition on ${key.name} must be an operator, a dot and a value, such as eq.VALUE. Operators: ${operators}.`,
    );
  }
  if (operator === "begins" && key.type === "N") {
    throw invalidParameter(`${key.name} is a number: "begins" is for strings and binaries.`);
  }
  const value = readValue(key, text.slice(operator.length + 1));
  return { operator: operator as Operator, value };
}

/** The part of a key condition that is about the sort key. */
interface SortCondition {
  /** Empty for none. */
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Attributes;
  /** The sort key's value, if only one meets the condition. */
  readonly only: Attributes;
}

export const noCondition: SortCondition = { expression: "", names: {}, values: {}, only: {} };

/** @throws Problem `invalid-parameter`, also for what DynamoDB cannot express */
export function readSortCondition(key: KeyAttribute, texts: readonly string[]): SortCondition {
  if (texts.length === 0) return noCondition;
  const names = { "#sort": key.name };
  const [one, other] = texts.length > 2 ? [] : texts.map((text) => readCondition(key, text));
  if (one !== undefined && other === undefined) {
    const { operator, value } = one;
    const only = operator === "eq" ? { [key.name]: value } : {};
    return { expression: expressions[operator], names, values: { ":sort": value }, only };
  }
  const [from, to] = one?.operator === "gte" ? [one, other] : [other, one];
  if (from?.operator === "gte" && to?.operator === "lte") {
    const values = { ":sort": from.value, ":to": to.value };
    return { expression: "#sort BETWEEN :sort AND :to", names, values, only: {} };
  }
  throw invalidParameter(`DynamoDB takes one condition on ${key.name}, or gte together with lte.`);
}
