/** Preconditions of requests: the headers `If-Match` and `If-None-Match`, and DynamoDB's conditions. */
import { type HttpRequest, readList } from "../http/event";
import { onCondition, Problem, problemOf } from "../problem";
import { hashKeyName, type Table } from "../table";
import { type Current, findFalse, isWeak, type Preconditions, readField } from "./entity-tags";

/** @throws Problem `invalid-parameter` when a field is malformed */
export function readPreconditions(request: HttpRequest): Preconditions {
  const read = (name: string) => {
    const text = readList(request, name.toLowerCase());
    return text === undefined ? undefined : readField(name, text);
  };
  return { ifMatch: read("If-Match"), ifNoneMatch: read("If-None-Match") };
}

/** DynamoDB's condition that there is an item with the key, or that there is none. */
export function existenceCondition(
  table: Table,
  exists: "attribute_exists" | "attribute_not_exists",
) {
  return {
    ConditionExpression: `${exists}(#key)`,
    ExpressionAttributeNames: { "#key": hashKeyName(table) },
  };
}

/**
 * For tables without versions: items have no entity tags, so a tag matches none. RFC 9110, section 13.2.2.
 * @returns DynamoDB's condition, empty without a precondition
 * @throws Problem `precondition-failed` if no item can meet it
 */
export function conditionOf({ ifMatch, ifNoneMatch }: Preconditions, table: Table) {
  if (ifMatch !== undefined && ifMatch !== "*") {
    throw new Problem("precondition-failed", 'Items have no entity tags: use "If-Match: *".');
  }
  if (ifMatch && ifNoneMatch === "*") {
    throw new Problem("precondition-failed", "An item cannot both exist and not exist.");
  }
  if (ifMatch) return existenceCondition(table, "attribute_exists");
  return ifNoneMatch === "*" ? existenceCondition(table, "attribute_not_exists") : {};
}

/** For `catch`: the problem when the condition of `conditionOf` fails. */
export const onPrecondition = ({ ifMatch }: Preconditions) =>
  onCondition("precondition-failed", `There is ${ifMatch ? "no" : "an"} item at this path.`);

/** For `catch`: an empty result when the condition fails. */
export function unlessCondition(error: unknown): Record<string, never> {
  if (problemOf(error).kind === "condition-failed") return {};
  throw error;
}

/** @throws Problem `precondition-failed` */
export function checkPreconditions(expected: Preconditions, current: Current): void {
  const failed = findFalse(expected, current);
  if (failed !== undefined) {
    throw new Problem("precondition-failed", explain[failed](expected, current));
  }
}

const explain = {
  ifMatch({ ifMatch }: Preconditions, current: Current): string {
    if (current === undefined) return "There is no item at this path.";
    if (current.tag === undefined) {
      return "The item has no entity tag yet: only If-Match: * matches.";
    }
    if ((ifMatch as readonly string[]).some(isWeak)) {
      return "A weak tag (W/) never matches in If-Match.";
    }
    return "The item has changed since it had this tag. Read it again.";
  },
  ifNoneMatch: ({ ifNoneMatch }: Preconditions) =>
    ifNoneMatch === "*" ? "There is an item at this path." : "The item still has this tag.",
} as const;
