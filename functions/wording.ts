/** How problems quote names: those that a caller made up are cut, and lists of names are short. */

/** Characters. No parameter's name is longer; an attribute's may be as long as an item. */
export const maxName = 64;

/** Bytes of a problem's detail, of a pointer, and of a list of names in them. */
const maxDetail = 1000;
const maxList = 600;

/** A JSON Pointer (RFC 6901). A name in it that is too long to be quoted is cut. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  shorten(
    path
      .map((part) => `/${shortenName(String(part)).replaceAll("~", "~0").replaceAll("/", "~1")}`)
      .join(""),
  );

/** The start of a long name: a message may be logged. */
export const shortenName = (name: string): string =>
  name.length > maxName ? `${name.slice(0, maxName).replace(/[\uD800-\uDBFF]$/, "")}…` : name;

/** A text of at most 1000 bytes. */
export function shorten(text: string): string {
  if (Buffer.byteLength(text) <= maxDetail) return text;
  const start = Buffer.from(text).subarray(0, maxDetail - 3); // which `…` takes
  return `${start.toString().replace(/\uFFFD$/, "")}…`;
}

/** The first names, and the number of the others. */
export function listNames(names: readonly string[]): string {
  let size = 0;
  const listed = names.filter((name) => {
    size += Buffer.byteLength(name) + 2;
    return size <= maxList;
  });
  const others = names.length - listed.length;
  return `${listed.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
}
