/** Checks a payload against its table: what DynamoDB, or the engine of local mode, does not refuse in clear words. */
import { checkItem, checkKey, checkValue, indexKeys } from "./key-checks";
import type { FieldError } from "./problem";
import type { Attributes, Index, Table } from "./table";
import { listNames, pointerTo } from "./wording";

/** Parameters on which others depend. */
interface Parameters {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
  readonly IndexName?: string;
  readonly ProjectionExpression?: string;
}

/** @param payload as its row's schema returns it */
export const checkPayload = (table: Table, payload: Parameters): FieldError[] =>
  Object.entries(payload).flatMap(([name, value]) => {
    const found = checks[name]?.(table, value as never, ["payload", name], payload) ?? [];
    return typeof found === "string"
      ? { pointer: pointerTo(["payload", name]), detail: found }
      : found;
  });

/** @returns what is wrong with the parameter itself, or the errors inside it */
type Check = (
  table: Table,
  value: never,
  path: readonly PropertyKey[],
  payload: Parameters,
) => string | undefined | readonly FieldError[];

const each =
  (check: (table: Table, one: Attributes, path: readonly PropertyKey[]) => FieldError[]): Check =>
  (table, list: readonly Attributes[], path) =>
    list.flatMap((one, i) => check(table, one, [...path, i]));

/** By the parameter's name, whatever the operation is. */
const checks: Readonly<Record<string, Check | undefined>> = {
  Item: checkItem,
  Key: checkKey,
  Keys: each(checkKey),
  Put: each(checkItem),
  Delete: each(checkKey),

  /** A key of an index that is set must have its type. */
  UpdateExpression(table, text: string, _, payload) {
    const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } =
      payload;
    const keys = indexKeys(table);
    return [...text.matchAll(assignment)].flatMap((match) => {
      const [, name, value] = match as unknown as [string, string, string];
      const attribute = Object.hasOwn(names, name) ? names[name] : name;
      const key = keys.find((one) => one.name === attribute);
      const path = ["payload", "ExpressionAttributeValues"];
      return key ? checkValue({ ...key, name: value }, values, path) : [];
    });
  },

  /** For an unknown index DynamoDB would answer AccessDenied, which becomes a 500. */
  IndexName({ name, indexes = [] }, _, __, payload) {
    if (indexOf({ indexes }, payload)) return undefined;
    const known = listNames(indexes.map((index) => index.name));
    return known ? `must be one of ${known}.` : `must be left out: ${name} has no index.`;
  },

  ExclusiveStartKey(table, key: Attributes, path, payload) {
    const index = indexOf(table, payload);
    if (!index) return payload.IndexName === undefined ? checkKey(table, key, path) : [];
    const isOther = ({ name }: { name: string }) => !table.keys.some((one) => one.name === name);
    const keys = [...table.keys, ...index.keys.filter(isOther)];
    return checkKey({ name: `${index.name} of ${table.name}`, keys }, key, path);
  },

  /** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html, under Select */
  Select(_, select: string, __, { ProjectionExpression, IndexName }) {
    if (select === "SPECIFIC_ATTRIBUTES") {
      return ProjectionExpression ? undefined : `needs a ProjectionExpression as ${select}.`;
    }
    if (ProjectionExpression) return "must be SPECIFIC_ATTRIBUTES beside a ProjectionExpression.";
    const needsIndex = select === "ALL_PROJECTED_ATTRIBUTES" && !IndexName;
    return needsIndex ? `needs an IndexName as ${select}.` : undefined;
  },

  ConsistentRead(table, isConsistent: boolean, _, payload) {
    const index = indexOf(table, payload);
    if (!isConsistent || !index || index.isLocal) return undefined;
    return `must be false or left out: the index ${index.name} is global.`;
  },
};

/** A value for a top-level attribute, with no operator before or after it. */
const assignment = /(?<![\w#.])([\w#]+)\s*=\s*(:\w+)\s*(?=,|$|(?:SET|REMOVE|ADD|DELETE)\b)/gi;

const indexOf = (
  { indexes = [] }: Pick<Table, "indexes">,
  { IndexName }: Parameters,
): Index | undefined => indexes.find(({ name }) => name === IndexName);
