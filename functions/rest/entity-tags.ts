/** Entity tags (RFC 9110, section 8.8.3), and the preconditions that compare them (section 13.1). */
import { invalidParameter } from "../problem";

/** `*`, or the tags of a list, as the client sent them. */
type Field = "*" | readonly string[];

/** What a request asks of the representation as it is before the request. */
export interface Preconditions {
  readonly ifMatch?: Field;
  readonly ifNoneMatch?: Field;
}

/** A representation and its tag, if it has one; `undefined` when there is nothing at the path. */
export type Current = { readonly tag?: string } | undefined;

/** `etagc` of the RFC has no space and no quotation mark, but commas and backslashes. */
const entityTag = /(?:W\/)?"[!#-~\u0080-\uffff]*"/g;

/** Tags shortened to `""`, between commas; the RFC allows empty elements. */
const list = /^[ \t,]*(?:""[ \t]*(?:,[ \t,]*|$))*$/;

/**
 * @param text the field's value; several lines of it are one list
 * @throws Problem `invalid-parameter` when the text is neither `*` nor a list of tags
 */
export function readField(name: string, text: string): Field {
  if (text.trim() === "*") return "*";
  if (list.test(text.replaceAll(entityTag, '""'))) return text.match(entityTag) ?? [];
  const detail = `${name} must be * or tags in quotation marks, between commas: "1764000000000". Copy the tag from ETag.`;
  throw invalidParameter(detail);
}

/**
 * Section 13.2.2: If-Match first, then If-None-Match.
 * @returns the precondition that is false, if there is one
 */
export function findFalse(
  { ifMatch, ifNoneMatch }: Preconditions,
  current: Current,
): keyof Preconditions | undefined {
  if (ifMatch && !matches(ifMatch, current, isSameStrong)) return "ifMatch";
  if (ifNoneMatch && matches(ifNoneMatch, current, isSameWeak)) return "ifNoneMatch";
  return undefined;
}

function matches(field: Field, current: Current, isSame: typeof isSameStrong): boolean {
  if (field === "*") return current !== undefined;
  const tag = current?.tag;
  return tag !== undefined && field.some((one) => isSame(one, tag));
}

/** Section 8.8.3.2: equal, and neither is weak. */
export const isSameStrong = (one: string, other: string) => one === other && !isWeak(one);

/** Section 8.8.3.2: equal, whether weak or not. */
export const isSameWeak = (one: string, other: string) => opaqueTag(one) === opaqueTag(other);

export const isWeak = (tag: string) => tag.startsWith("W/");
const opaqueTag = (tag: string) => (isWeak(tag) ? tag.slice(2) : tag);
