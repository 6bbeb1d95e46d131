/** Preconditions of writes: the headers `If-Match` and `If-None-Match` as DynamoDB's conditions. */
import type { HttpRequest } from "../http/event";
import { type Kind, Problem, problemOf } from "../problem";
import type { Table } from "../table";

/** An attribute that every item has. */
export const hashKey = ({ keys }: Table) => keys[0]?.name as string;

export function condition(table: Table, exists: "attribute_exists" | "attribute_not_exists") {
  return {
    ConditionExpression: `${exists}(#key)`,
    ExpressionAttributeNames: { "#key": hashKey(table) },
  };
}

/** RFC 9110, section 13.2.2. Items have no entity tags, so a tag matches none. */
export function precondition({ headers }: HttpRequest, table: Table) {
  const [match, noneMatch] = [anyOf(headers["if-match"]), anyOf(headers["if-none-match"])];
  if (match === "tags") {
    throw new Problem("precondition-failed", 'Items have no entity tags: use "If-Match: *".');
  }
  if (match === "any" && noneMatch === "any") {
    throw new Problem("precondition-failed", "An item cannot both exist and not exist.");
  }
  if (match === "any") return condition(table, "attribute_exists");
  return noneMatch === "any" ? condition(table, "attribute_not_exists") : {};
}

export function anyOf(header: string | undefined): "any" | "tags" | undefined {
  if (header === undefined) return undefined;
  return header.split(",").some((tag) => tag.trim() === "*") ? "any" : "tags";
}

/** For `catch`: the problem when a condition of `precondition` fails. */
export const onPrecondition = ({ headers }: HttpRequest) =>
  onCondition(
    "precondition-failed",
    `There is ${anyOf(headers["if-match"]) === "any" ? "no" : "an"} item at this path.`,
  );

export function onCondition(kind: Kind, detail: string) {
  return (error: unknown): never => {
    if (problemOf(error).kind === "condition-failed") throw new Problem(kind, detail);
    throw error;
  };
}

/** For `catch`: an empty result when the condition fails. */
export function unlessCondition(error: unknown): Record<string, never> {
  if (problemOf(error).kind === "condition-failed") return {};
  throw error;
}
