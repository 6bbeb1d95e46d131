/** The paths of a table: its collection, its partitions and its items. */
import type { Parameter, Route } from "./document";
import { countParameters, type Items } from "./items";
import { askPage } from "./pages";
import { askBodies } from "./paths";
import { neededQuery, type Place, placeOf } from "./place";
import type { Session } from "./session";
import { askStates } from "./states";
import { type Variant, valuesOf, variantsOf } from "./values";

/** Nothing is asked that might write where items cannot be removed. */
export async function askResource(session: Session, items: Items, route: Route): Promise<void> {
  const canWrite = await items.claim(2);
  if (!canWrite && route.method !== "GET") return;
  const place = placeOf(session, items, route);
  await askParameters(place);
  await askKey(place);
  await askContents(place);
  const isPage = route.method === "GET" && countParameters(route.path) < items.table.keys.length;
  if (isPage) await askPage(place, canWrite);
  else await askStates(place, canWrite);
}

/** What the schemas of the query's parameters refuse, and their boundaries. */
async function askParameters(place: Place): Promise<void> {
  const { session, route, path, body } = place;
  const needed = neededQuery(place);
  const ask = session.asker(route);
  const all = route.parameters.filter((one) => one.in === "query").flatMap(queriesOf);
  const unknown = [["a parameter that is not there", "noSuchParameter=1", "invalid"] as const];
  for (const [title, query, kind] of [...unknown, ...all]) {
    const status = { valid: 200, allowed: [200, 400], invalid: 400 }[kind];
    const parameters = new URLSearchParams(query);
    const others = Object.entries(needed).filter(([name]) => !parameters.has(name));
    const whole = [...others.map((one) => `${new URLSearchParams([one])}`), query].join("&");
    await ask(title, status, { path: `${path}?${whole}`, body, isOwn: false });
  }
}

type Query = readonly [title: string, query: string, kind: Variant["kind"]];

function queriesOf({ name, schema }: Parameter): readonly Query[] {
  const write = (value: unknown) =>
    `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`;
  if (name === "cursor") return [["cursor is none", write("none"), "invalid"]];
  const { maxItems, items } = schema;
  if (items === undefined || maxItems === undefined) {
    const isText = (value: unknown) => schema.type !== "string" || typeof value === "string";
    const values = valuesOf(schema).filter(([, value]) => isText(value)); // in a query, all is text
    return values.map(([title, value, kind]) => [`${name} ${title}`, write(value), kind]);
  }
  const many = Array.from({ length: maxItems + 1 }, () => write("eq.1")).join("&");
  const wrong = valuesOf(items).filter(([, value]) => typeof value === "string");
  return [
    [`${name} is there too often`, many, "invalid"],
    ...wrong.map(([title, value, kind]): Query => [`${name} ${title}`, write(value), kind]),
  ];
}

/** The path's last key: text that is no UTF-8, or neither a number nor base64url. */
async function askKey({ session, items, route, body }: Place): Promise<void> {
  const last = route.parameters.filter((one) => one.in === "path").at(-1)?.schema;
  if (last === undefined) return;
  const wrong = last.type === "string" && !last.contentEncoding ? "%E0%A4%A" : "%21";
  const path = items.fill(route.path, 0, wrong);
  await session.asker(route, path)("key of another form", 400, { body });
}

/** What the schema of the item and the form of a body refuse. A body has the key's attributes that its path lacks. */
async function askContents({
  session,
  items: { schema },
  route,
  path,
  body,
}: Place): Promise<void> {
  if (body === undefined) return;
  const ask = session.asker(route, path);
  for (const { name, title, value, pointer, kind } of variantsOf(schema, body)) {
    const isThere = name in value || name in body;
    if (kind === "invalid" && isThere) await ask(title, 400, { body: value, pointer });
  }
  await askBodies(session, route, path, body);
}
