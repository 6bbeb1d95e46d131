/** What is printed of a run, and of the differences between two. */
import { parse } from "./answers";
import type { Json } from "./document";
import type { Group } from "./run";
import type { RequestRecord } from "./session";

/** Requests, time, name, and the statuses of its own answers. */
export function describeGroup({ name, ms, records, isOwn }: Group): string {
  const own = records.filter(({ request }) => isOwn(request));
  const statuses = [...new Set(own.map(({ answer }) => answer.status))].sort();
  const counts = `${records.length} requests`.padStart(13) + `${ms} ms`.padStart(9);
  const what =
    records.length === 0 ? ["not asked, since what it writes could not be removed"] : statuses;
  return `${counts}  ${[`${name}:`, ...what].join(" ")}`;
}

export function describeFailure({ title, request, answer, findings }: RequestRecord): string {
  const { method, path, headers = {}, body = "" } = request;
  const shown = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [
    `  ${title}`,
    `    sent      ${[method, path, ...shown, shorten(body)].join("  ")}`,
    `    expected  ${findings.join("; ")}`,
    `    received  ${answer.status} ${shorten(answer.body)}`,
  ].join("\n");
}

const shorten = (text: string) => (text.length > 300 ? `${text.slice(0, 299)}…` : text);

/** @returns a text for each request that two targets answered differently */
export function differences(
  one: readonly RequestRecord[],
  other: readonly RequestRecord[],
): readonly string[] {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, i) => {
    const [first, second] = [one[i], other[i]].map(essence);
    const { method, path } = (one[i] ?? other[i])?.request ?? {};
    return first === second
      ? ""
      : `  ${method}  ${path}\n    the first   ${first}\n    the second  ${second}`;
  }).filter((text) => text !== "");
}

/** Without what differs from request to request: ids, versions, cursors, and what others have in the tables. */
function essence(record: RequestRecord | undefined): string {
  if (record === undefined) return "was not asked";
  const { answer, isOwn } = record;
  const body = isOwn || answer.status >= 400 ? mask(parse(answer.body) ?? answer.body) : "";
  return `${answer.status} ${answer.headers["content-type"] ?? ""} ${shorten(JSON.stringify(body))}`;
}

function mask(value: Json): Json {
  if (typeof value === "number" && value > 1.5e12 && value < 1e13) return "a version";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(mask);
  const entries = Object.entries(value).map(([name, one]) => [
    name,
    /^(requestId|cursor)$/.test(name) ? "" : mask(one),
  ]);
  return Object.fromEntries(entries);
}
