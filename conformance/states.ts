/** An item's routes, with and without the item and with every precondition. */
import type { Json, JsonObject, Route } from "./document";
import type { Items } from "./items";
import { change, create, isSame, type Place, remove, routeOf } from "./place";
import type { Answer } from "./sender";
import { digits, formatJson } from "./values";

type Fields = Readonly<Record<string, string>>;

/** Stands for the tag that the item has when the request is sent. */
const itsTag = "its tag";

export async function askStates(place: Place, canWrite: boolean): Promise<void> {
  const { session, route, path } = place;
  const names = route.parameters.flatMap((one) => (one.in === "header" ? one.name : []));
  if (!canWrite) await session.asker(route, path)("there is no item", 404);
  for (const isThere of canWrite ? [false, true] : []) {
    await askState(place, isThere);
    for (const name of names) {
      for (const value of ["*", '"none"', itsTag]) await askState(place, isThere, name, value);
    }
  }
}

/** @param name of a precondition */
async function askState(place: Place, isThere: boolean, name = "", value = ""): Promise<void> {
  const { session, items, route, path, body } = place;
  if (!isThere) await remove(place);
  const created = isThere ? await create(place) : undefined;
  if (isThere && created === undefined) return;
  const tag = created?.headers["etag"];
  if (value === itsTag && tag === undefined) return;
  const field = value === itsTag ? (tag as string) : value;
  const headers: Fields = name ? { [name.toLowerCase()]: field } : {};
  const title = `${isThere ? "an" : "no"} item is there ${name} ${value}`;
  const status = statusOf(route.method, isThere, tag, headers);
  const item = itemAfter(place, isThere, status);
  const also = item && isRight(items, item);
  const isFull = status === 200 || status === 201;
  await session.asker(route, path)(title, status, { headers, body, ...(isFull && { also }) });
  const read = routeOf(items, "GET") as Route;
  const after = session.asker(read, items.fill(read.path, 0));
  if (route !== read) await after(`${title}, read again`, item ? 200 : 404, { also });
}

/** The item with all its digits, at its place. */
const isRight = (items: Items, item: JsonObject) => (received: Json, answer: Answer) => {
  const { location } = answer.headers;
  const path = items.fill(routeOf(items, "GET")?.path ?? "", 0);
  if (!isSame(items, item, received) || !answer.body.includes(digits)) return formatJson(item);
  const isThere = location === undefined || decodeURI(location).endsWith(decodeURI(path));
  return !isThere && `a location that ends in ${path}, received ${location}`;
};

/** The item that is there after the request. */
function itemAfter({ items, route }: Place, isThere: boolean, status: number) {
  if (status === 204 || !(isThere || status === 201)) return undefined;
  const isPatched = route.method === "PATCH" && status === 200;
  const all = Object.entries({ ...items.item(0), ...(isPatched && change) });
  return Object.fromEntries(isPatched ? all.filter(([, value]) => value !== null) : all);
}

/** Of a request without preconditions: without the item, and with it. */
const usual: Readonly<Record<string, readonly [number, number]>> = {
  GET: [404, 200],
  POST: [201, 409],
  PUT: [201, 200],
  PATCH: [404, 200],
  DELETE: [404, 204],
};

/** RFC 9110, section 13.2.2. A read of a missing item is 404 whatever its preconditions are. */
function statusOf(method: string, isThere: boolean, tag: string | undefined, headers: Fields) {
  const { "if-match": match, "if-none-match": noneMatch } = headers;
  const matches = (field: string) => isThere && (field === "*" || field === tag);
  const isRead = method === "GET";
  if (match && !matches(match) && (isThere || !isRead)) return 412;
  if (noneMatch && matches(noneMatch)) return isRead ? 304 : 412;
  return usual[method]?.[isThere ? 1 : 0] as number;
}
