/** Checks decoded bodies, an envelope `{operation, tableName, payload}` or an item's attributes, and reports all errors at once. */
import * as z from "zod/mini";
import { checkAccess } from "./access";
import { checkAttributes } from "./key-checks";
import type { Operation } from "./operation";
import { findOperation, operations } from "./operations";
import { attributes } from "./parameters";
import { type FieldError, Problem } from "./problem";
import type { Attributes, Table, Tables } from "./table";
import { checkPayload } from "./table-checks";
import { typeName } from "./values/attributes";
import { listNames, pointerTo } from "./wording";

/** A request that has passed every check that does not need DynamoDB. */
export interface CheckedRequest {
  readonly name: string;
  readonly operation: Operation;
  readonly payload: unknown;
  /** Only for operations that run a Command. */
  readonly table?: Table;
}

/** API Gateway's request model is computed from it too. */
export const envelope = z.strictObject({
  operation: z.enum(Object.keys(operations) as [string, ...string[]]),
  tableName: z.optional(z.string()),
  payload: z.optional(z.unknown()),
});

/** The errors of a body must not make an answer that is too large for Lambda. */
const maxErrors = 100;

/**
 * The request of an envelope.
 * @throws Problem `invalid-body` with every error, `table-not-allowed` or `operation-not-allowed`
 */
export function readRequest(input: unknown, tables: Tables): CheckedRequest {
  const outer = check(envelope, input, []);
  const { operation: name, tableName, payload: received } = (input ?? {}) as Envelope;
  const operation = findOperation(name);
  const inner = operation && check(operation.payload, payloadOf(operation, received), ["payload"]);
  refuse([...outer.errors, ...(inner?.errors ?? [])], outer.count + (inner?.count ?? 0));
  const row = operation as Operation; // the envelope's schema knows the names
  const base = { name: name as string, operation: row, payload: inner?.value };
  if (!("Command" in row)) return base;
  const table = findTable(tableName as string | undefined, tables);
  checkAccess(base.name, row, table);
  refuse(checkPayload(table, inner?.value as object));
  return { ...base, table };
}

interface Envelope {
  operation?: unknown;
  tableName?: unknown;
  payload?: unknown;
}

/** A Command needs an object, so an absent payload becomes an empty one. Other rows get it unchanged. */
function payloadOf(operation: Operation, received: unknown): unknown {
  return received === undefined && "Command" in operation ? {} : received;
}

function findTable(name: string | undefined, tables: Tables) {
  const [only, ...others] = tables.keys();
  const logical = name ?? (others.length === 0 ? only : undefined);
  if (logical === undefined) {
    const detail = `is required here: one of ${listNames([...tables.keys()])}.`;
    throw new Problem("invalid-body", `/tableName ${detail}`, [{ pointer: "/tableName", detail }]);
  }
  const table = tables.get(logical);
  if (table === undefined) {
    const served = listNames([...tables.keys()]) || "no table";
    const detail = `This API does not serve a table of that name. It serves ${served}.`;
    throw new Problem("table-not-allowed", detail);
  }
  return table;
}

/**
 * The attributes of a body that is an item itself, or a patch of one, in which null removes an attribute.
 * @throws Problem `invalid-body` with every error
 */
export function readAttributes(body: unknown, table: Table, isPatch = false): Attributes {
  const { value, errors, count } = check(attributes, body, []);
  refuse(errors, count);
  const stays = ([, one]: [string, unknown]) => !(isPatch && one === null);
  const entries = Object.entries(value as Attributes);
  refuse(checkAttributes(table, Object.fromEntries(entries.filter(stays)), []));
  return value as Attributes;
}

/** @returns the first errors, and how many there are */
function check(schema: z.ZodMiniType, input: unknown, base: PropertyKey[]) {
  const result = z.safeParse(schema, input, { reportInput: true });
  if (result.success) return { value: result.data, errors: [], count: 0 };
  const found = result.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key], explain: () => explainKey(key) }))
      : { path: issue.path, explain: () => explainValue(issue) },
  );
  const errors = found
    .slice(0, maxErrors)
    .map(({ path, explain }) => ({ pointer: pointerTo([...base, ...path]), detail: explain() }));
  return { value: undefined, errors, count: found.length };
}

function explainKey(key: string): string {
  if (key !== "TableName") return "is not a parameter that is accepted here.";
  return 'is not accepted here: name the table in "tableName", beside "operation".';
}

function explainValue(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return "is required.";
  if (issue.message !== unsaid) return issue.message; // from the schema
  if (issue.code === "invalid_type" && issue.expected === "int") return "must be a whole number.";
  if (issue.code === "invalid_type" && issue.expected === typeName(issue.input)) {
    // Any other number is an object, which keeps all its digits.
    return `must be a number of at most 15 digits, or a whole number up to ${Number.MAX_SAFE_INTEGER}.`;
  }
  if (issue.code === "invalid_type") {
    return `must be of type ${issue.expected}, received ${typeName(issue.input)}.`;
  }
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}.`;
  if (issue.code === "too_small" && issue.minimum === 1 && unit(issue)) return "must not be empty.";
  if (issue.code === "too_small") return `must be ${leastOf(issue)}${unit(issue)}.`;
  if (issue.code === "too_big") return `must be ${mostOf(issue)}${unit(issue)}.`;
  if (issue.code === "not_multiple_of") return `must be a multiple of ${issue.divisor}.`;
  if (issue.code === "invalid_format" && issue.format !== "regex") {
    return `must be a valid ${issue.format}.`;
  }
  return "is not valid here.";
}

/** What zod/mini says when the schema has no message of its own. */
const unsaid = "Invalid input";

type Bound<Code> = Extract<z.core.$ZodIssue, { code: Code }>;
const leastOf = ({ inclusive, minimum }: Bound<"too_small">) =>
  `${inclusive === false ? "more than" : "at least"} ${minimum}`;
const mostOf = ({ inclusive, maximum }: Bound<"too_big">) =>
  `${inclusive === false ? "less than" : "at most"} ${maximum}`;

const units: Readonly<Record<string, string>> = { string: " characters long", array: " entries" };
const unit = ({ origin }: { origin: string }) => units[origin] ?? "";

/** @throws Problem `invalid-body` when there are errors */
function refuse(errors: readonly FieldError[], count = errors.length): void {
  if (count === 0) return;
  throw new Problem("invalid-body", summaryOf(errors, count), errors.slice(0, maxErrors));
}

function summaryOf(errors: readonly FieldError[], count: number): string {
  if (count > maxErrors) return `${count} problems in the body; ${maxErrors} are listed.`;
  if (count > 1) return `${count} problems in the body.`;
  const first = errors[0] as FieldError;
  return first.pointer === "" ? `The body ${first.detail}` : `${first.pointer} ${first.detail}`;
}
