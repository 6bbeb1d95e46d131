/** What the requests to one route of a table are made with, and how items get there. */
import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject, KeyAttribute, Route, Table } from "./document";
import { countParameters, type Items, writeSegment } from "./items";
import type { Answer } from "./sender";
import type { Session } from "./session";

export interface Place {
  readonly session: Session;
  readonly items: Items;
  readonly route: Route;
  /** Of an item, or of what is above it. */
  readonly path: string;
  /** For that item; absent if the route takes none. */
  readonly body?: JsonObject;
}

export function placeOf(session: Session, items: Items, route: Route, n = 0): Place {
  return { session, items, route, path: items.fill(route.path, n), body: bodyOf(items, route, n) };
}

/** The body of a PATCH: one attribute gets another value, one is removed. */
export const change: JsonObject = { "text x": "Alice", "list x": null };

type Query = Readonly<Record<string, string>>;

export const isPartition = ({ path }: Route) => countParameters(path) > 0;

/** The indexes that the route reads from. */
export const indexesOf = ({ items: { table }, route }: Place) =>
  table.indexes.filter(({ isLocal }) => isLocal === isPartition(route));

/** The parameters for the item in an index. */
export function indexQuery(place: Place, index: Table["indexes"][number]): Query {
  const keys = index.keys.slice(isPartition(place.route) ? 1 : 0);
  const conditions = keys.map((key) => conditionOn(place, key, 0));
  return Object.assign({ index: index.name }, ...conditions);
}

/** What a request must have: a table that allows no list is read by an index only. */
export function neededQuery(place: Place): Query {
  const needsIndex = place.route.parameters.some((one) => one.name === "index" && one.required);
  const [index] = indexesOf(place);
  return needsIndex && index ? indexQuery(place, index) : {};
}

export function urlOf(place: Place): string {
  const query = new URLSearchParams(neededQuery(place)).toString();
  return query === "" ? place.path : `${place.path}?${query}`;
}

/** The document has `key.` before names that are taken, and no parameter of a key if the table allows no query. */
export function conditionOn({ items, route }: Place, { name }: KeyAttribute, n: number): Query {
  const known = route.parameters.find(
    (one) => [name, `key.${name}`].includes(one.name) && one.schema.items,
  );
  const value = decodeURIComponent(writeSegment(items.item(n)[name] as Json));
  return known ? { [known.name]: `eq.${value}` } : {};
}

/** The item without the part of its key that the path has; for PATCH a change of it. */
function bodyOf({ table, item }: Items, { method, path, body }: Route, n: number) {
  if (body === undefined) return undefined;
  if (method === "PATCH") return change;
  const inPath = table.keys.slice(0, countParameters(path)).map(({ name }) => name);
  return Object.fromEntries(Object.entries(item(n)).filter(([name]) => !inPath.includes(name)));
}

/** The route of the table that has an item's whole path, or whose body has the rest of its key. */
export const routeOf = ({ table }: Items, method: string) =>
  table.routes.find(
    (one) => one.method === method && (one.body || countParameters(one.path) === table.keys.length),
  );

/** Sees to it that the item is there. @returns the answer; `undefined` if the document has no way to do that */
export async function create(
  { session, items }: Pick<Place, "session" | "items">,
  n = 0,
): Promise<Answer | undefined> {
  const route = routeOf(items, "PUT") ?? routeOf(items, "POST");
  if (route === undefined) return undefined;
  if (route.method === "POST") await remove({ session, items }, n);
  const { path, body } = placeOf(session, items, route, n);
  return session.asker(route, path)("setting up", [200, 201], { body });
}

export async function remove(
  { session, items }: Pick<Place, "session" | "items">,
  n = 0,
): Promise<void> {
  const route = routeOf(items, "DELETE");
  await session.asker(route, items.fill(route?.path ?? "", n))("clearing up", [204, 404]);
}

/** Whether an answer's body is the item, besides its version. */
export const isSame = ({ table }: Items, item: JsonObject, body: Json) => {
  const { [table.versionAttribute ?? ""]: _, ...others } = (body ?? {}) as JsonObject;
  return isDeepStrictEqual(others, item);
};
