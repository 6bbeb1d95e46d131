/** The query of a URL: the parameters that a route accepts, and conditions on keys. */
import type { HttpRequest } from "../http/event";
import { pageLimit } from "../parameters";
import { invalidParameter, type Problem } from "../problem";
import type { KeyAttribute } from "../table";
import { shortenName } from "../wording";

/** A parameter of a route, for the documentation. */
export interface Parameter {
  /** `{key}` is any key attribute of what is asked. */
  readonly name: string;
  /** One line, in the imperative where it asks for something. */
  readonly summary: string;
}

const parameter = (name: string, summary: string): Parameter => ({ name, summary });

export const parameters = {
  limit: parameter(
    "limit",
    `Items of a page at most: 1 to ${pageLimit.most}, ${pageLimit.usual} when absent.`,
  ),
  cursor: parameter("cursor", "Continue after an earlier page: the cursor that it answered with."),
  order: parameter("order", "asc or desc, by the sort key; asc when absent."),
  fields: parameter(
    "fields",
    "Attributes to answer with, such as name,address.city; all if absent.",
  ),
  index: parameter("index", "The secondary index to read from."),
};

/** Conditions have the name of a key attribute, or `key.` and that name, which then may be a parameter's. */
export const condition = parameter(
  "{key}",
  "Condition on a key, an operator and a value such as gte.5: eq, lt, lte, gt, gte or begins.",
);

/** @returns the parameter that is a condition on the key: with `key.` if the plain name would mean something else */
export function conditionName({ name }: KeyAttribute): string {
  const isTaken = Object.hasOwn(parameters, name) || /^(key\.|x-amz-)/i.test(name);
  return isTaken ? `key.${name}` : name;
}

/** A decoded query, without what a presigned URL has in it. */
export interface Query extends Readonly<Partial<Record<keyof typeof parameters, string>>> {
  /** Names without `key.`, and what follows the equals sign. */
  readonly conditions: readonly (readonly [name: string, text: string])[];
}

/** @throws Problem `invalid-parameter` for a parameter that is not accepted or that is repeated */
export function readQuery(pairs: HttpRequest["parameters"], accepted: readonly Parameter[]): Query {
  const single = new Map<string, string>();
  const conditions: [string, string][] = [];
  for (const [name, value] of pairs.filter(isOwn)) {
    if (/\p{Surrogate}/u.test(name + value))
      throw invalidParameter("The query is not valid UTF-8.");
    if (!Object.hasOwn(parameters, name) && accepted.includes(condition)) {
      conditions.push([name.replace(/^key\./, ""), value]);
      continue;
    }
    if (!accepted.some((one) => one.name === name)) throw notAccepted(name, accepted);
    if (single.has(name)) throw invalidParameter(`The query has "${name}" more than once.`);
    single.set(name, value);
  }
  return { ...Object.fromEntries(single), conditions };
}

/** A presigned URL has its signature in the query. */
const isOwn = ([name]: readonly [string, string]) => !/^x-amz-/i.test(name);

function notAccepted(name: string, accepted: readonly Parameter[]): Problem {
  const known = accepted.length === 0 ? "no parameter" : `only ${namesOf(accepted)}`;
  return invalidParameter(`The query has "${shortenName(name)}", but this request takes ${known}.`);
}

export const namesOf = (named: readonly { readonly name: string }[]) =>
  named.map(({ name }) => name).join(", ");

/** A query sorted by name and value, as Signature Version 4 requires: some clients do not sort before they sign. */
export function writeQuery(pairs: HttpRequest["parameters"]): string {
  return pairs
    .filter(isOwn)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([one, value], [other, another]) => compare(one, other) || compare(value, another))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const compare = (one: string, other: string) => Number(one > other) - Number(one < other);

/** RFC 3986: everything but letters, digits and `-._~`. */
export const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
