/** What all paths have in common: their methods, HEAD and OPTIONS, and the bodies that they refuse. */
import type { Route } from "./document";
import type { Items } from "./items";
import { placeOf, urlOf } from "./place";
import type { Session } from "./session";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

export async function askPaths(session: Session, all: readonly Items[]): Promise<void> {
  const { routes, envelope } = session.document;
  for (const template of new Set(routes.map(({ path }) => path))) {
    const here = routes.filter(({ path }) => path === template);
    const items = all.find(({ table }) => table.routes.includes(here[0] as Route));
    const ask = session.asker(undefined, items?.fill(template, 0) ?? template);
    const known = here.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : method));
    const expected = [...known, "OPTIONS"].sort().join(", ");
    const allow = (_: unknown, { headers }: { headers: Readonly<Record<string, string>> }) =>
      headers["allow"]?.split(", ").sort().join(", ") !== expected &&
      !headers["access-control-allow-methods"] &&
      `allow: ${expected}`;
    for (const method of methods.filter((one) => !known.includes(one))) {
      await ask(`${method} ${template}`, 405, { method, also: allow });
    }
    await ask(`OPTIONS ${template}`, 204, { method: "OPTIONS", also: allow });
    const get = here.find(({ method }) => method === "GET");
    if (get === undefined) continue;
    const read = session.asker(undefined, items ? urlOf(placeOf(session, items, get)) : template);
    const { status } = await read(`GET ${template}`, [200, 404], { isOwn: items !== undefined });
    await read(`HEAD ${template}`, status, { method: "HEAD", isBare: true });
  }
  for (const path of [`${envelope.path}/noSuchPath`, `${envelope.path}/a/b/c/d`, "/noSuchPath"]) {
    await session.asker(undefined, path)(`GET ${path}`, 404);
  }
}

/** A path that answers by itself. Its answer may show the request, with headers that differ. */
export async function askAnswering({ asker }: Session, route: Route): Promise<void> {
  await asker(route)("example", 200, { isOwn: false });
  if (route.method !== "GET") await asker(route)("body is too large", 413, { body: tooLarge });
}

/** More than the API takes, and less than API Gateway does. */
const tooLarge = " ".repeat(1_200_000);

/** @param valid a body that the route accepts */
export async function askBodies(session: Session, route: Route, path: string, valid: object) {
  const ask = session.asker(route, path);
  for (const body of ["", "{", "[]", '"text"', "null"]) await ask(`body is ${body}`, 400, { body });
  const { envelope } = session.document; // where API Gateway passes on the value, white space has no length
  const status = route === envelope ? [200, 413] : 413;
  await ask("body is too large", status, { body: JSON.stringify(valid) + tooLarge, isOwn: false });
  const headers = { "content-type": "text/plain" };
  await ask("body has another type", 415, { body: valid, headers });
}
