/** Pages of a table, of its indexes and of its partitions. */
import { parse } from "./answers";
import type { Json, JsonObject, KeyAttribute } from "./document";
import {
  conditionOn,
  create,
  indexesOf,
  indexQuery,
  isPartition,
  isSame,
  neededQuery,
  type Place,
} from "./place";

export async function askPage(place: Place, canWrite: boolean): Promise<void> {
  const { session, items, route, path } = place;
  const isOwn = isPartition(route);
  const ask = (title: string, query: object, more: object = {}, status = 200) =>
    session.asker(route, `${path}?${new URLSearchParams({ ...query })}`)(title, status, {
      isOwn,
      ...more,
    });
  const isThere = canWrite && (await create(place, 0)) && (await create(place, 1));
  for (const index of indexesOf(place)) await ask(`index ${index.name}`, indexQuery(place, index));
  const needed = neededQuery(place);
  if (Object.keys(needed).length > 0) await ask("without an index", {}, {}, 403);
  if (!isOwn || !isThere) return void (await ask("a page", needed));
  const has = (...numbers: number[]) => ({
    also: (body: Json) => {
      const { items: found = [] } = (body ?? {}) as { items?: JsonObject[] };
      const isRight = numbers.every((n, i) => isSame(items, items.item(n), found[i] ?? null));
      return !(isRight && found.length === numbers.length) && `the items ${numbers.join()}`;
    },
  });
  await ask("both", {}, has(0, 1));
  await ask("both, the other way round", { order: "desc" }, has(1, 0));
  const sortKey = conditionOn(place, items.table.keys[1] as KeyAttribute, 1);
  await ask("the one with a sort key", sortKey, has(1));
  const { body } = await ask("the first one", { limit: "1" }, has(0));
  const { cursor = "none" } = (parse(body) ?? {}) as { cursor?: string };
  await ask("the second one", { limit: "1", cursor }, has(1));
  await ask("a cursor of another order", { order: "desc", cursor }, {}, 400);
}
