/** Reads the envelope `{operation, tableName, payload}` and reports all its errors at once. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import type { Operation } from "./operation";
import { findOperation, operations } from "./operations";
import { attributes } from "./parameters";
import { type FieldError, Problem } from "./problem";
import type { Attributes, Table, Tables } from "./table";

/** A request that has passed every check that does not need DynamoDB. */
export interface Request {
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
 * @throws Problem `invalid-body` with every error, or `table-not-allowed`
 */
export function readRequest(input: unknown, tables: Tables): Request {
  const outer = check(envelope, input, []);
  const { operation: name, tableName, payload: received } = (input ?? {}) as Envelope;
  const operation = findOperation(name);
  const inner = operation && check(operation.payload, payloadOf(operation, received), ["payload"]);
  const errors = [...outer.errors, ...(inner?.errors ?? [])];
  if (!operation || errors.length > 0) {
    throw invalidBody(errors);
  }
  const base = { name: name as string, operation, payload: inner?.value };
  if (!("Command" in operation)) return base;
  const table = findTable(tableName as string | undefined, tables);
  checkIndex(table, inner?.value);
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
    const detail = `is required here: one of ${[...tables.keys()].join(", ")}.`;
    throw new Problem("invalid-body", `/tableName ${detail}`, [{ pointer: "/tableName", detail }]);
  }
  const table = tables.get(logical);
  if (table === undefined) {
    throw new Problem("table-not-allowed", "This API does not serve a table of that name.");
  }
  return table;
}

/** For an unknown index DynamoDB would answer AccessDenied, which becomes a 500. */
function checkIndex({ name, indexes = [] }: Table, payload: unknown): void {
  const { IndexName: index } = payload as { IndexName?: string };
  const names = indexes.map((one) => one.name);
  if (index === undefined || names.includes(index)) return;
  const known = names.length > 0 ? `one of ${names.join(", ")}` : `left out: ${name} has no index`;
  throw invalidBody([{ pointer: "/payload/IndexName", detail: `must be ${known}.` }]);
}

/**
 * The attributes of a body that is an item itself.
 * @throws Problem `invalid-body` with every error
 */
export function readAttributes(body: unknown): Attributes {
  const { value, errors } = check(attributes, body, []);
  if (errors.length > 0) throw invalidBody(errors);
  return value as Attributes;
}

function check(schema: z.ZodMiniType, input: unknown, path: PropertyKey[]) {
  const result = z.safeParse(schema, input, { reportInput: true });
  if (result.success) return { value: result.data, errors: [] };
  return { value: undefined, errors: result.error.issues.flatMap((issue) => explain(issue, path)) };
}

function explain(issue: z.core.$ZodIssue, base: PropertyKey[]): FieldError[] {
  const path = [...base, ...issue.path];
  if (issue.code !== "unrecognized_keys") {
    return [{ pointer: pointer(path), detail: explainValue(issue) }];
  }
  return issue.keys.map((key) => ({ pointer: pointer([...path, key]), detail: explainKey(key) }));
}

function explainKey(key: string): string {
  if (key !== "TableName") return "is not a parameter that is accepted here.";
  return 'is not accepted here: name the table in "tableName", beside "operation".';
}

function explainValue(issue: z.core.$ZodIssue): string {
  if (issue.input === undefined) return "is required.";
  if (issue.code === "invalid_type") {
    return `must be of type ${issue.expected}, received ${typeName(issue.input)}.`;
  }
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}.`;
  if (issue.code === "too_small") return `must be at least ${issue.minimum}${unit(issue)}.`;
  if (issue.code === "too_big") return `must be at most ${issue.maximum}${unit(issue)}.`;
  return issue.message; // from the schema
}

const units: Readonly<Record<string, string>> = { string: " characters long", array: " entries" };
const unit = ({ origin }: { origin: string }) => units[origin] ?? "";

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof NumberValue) return "number";
  return Array.isArray(value) ? "array" : typeof value;
}

/** RFC 6901. */
function pointer(path: PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

const invalidBody = (errors: readonly FieldError[]) =>
  new Problem("invalid-body", summaryOf(errors), errors.slice(0, maxErrors));

function summaryOf(errors: readonly FieldError[]): string {
  if (errors.length > maxErrors)
    return `${errors.length} problems in the body; ${maxErrors} are listed.`;
  if (errors.length > 1) return `${errors.length} problems in the body.`;
  const first = errors[0] as FieldError;
  return first.pointer === "" ? `The body ${first.detail}` : `${first.pointer} ${first.detail}`;
}
