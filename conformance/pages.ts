/** Pages of a table, of its indexes and of its partitions. */
import { parse } from "./answers";
import type { Json, JsonObject, KeyAttribute } from "./document";
import { countParameters, writeSegment } from "./items";
import { create, isSame, type Place } from "./place";

export async function askPage(place: Place, canWrite: boolean): Promise<void> {
  const { session, items, route, path } = place;
  const { keys, indexes } = items.table;
  const isPartition = countParameters(route.path) > 0;
  const ask = (title: string, query: object, more: object = {}, status = 200) =>
    session.asker(route, `${path}?${new URLSearchParams({ ...query })}`)(title, status, {
      isOwn: isPartition,
      ...more,
    });
  const isThere = canWrite && (await create(place, 0)) && (await create(place, 1));
  for (const index of indexes.filter(({ isLocal }) => isLocal === isPartition)) {
    const conditions = index.keys
      .slice(isPartition ? 1 : 0)
      .map((key) => conditionOn(place, key, 0));
    await ask(`index ${index.name}`, { index: index.name, ...Object.fromEntries(conditions) });
  }
  if (!isPartition || !isThere) return void (await ask("a page", {}));
  const has = (...numbers: number[]) => ({
    also: (body: Json) => {
      const { items: found = [] } = (body ?? {}) as { items?: JsonObject[] };
      const isRight = numbers.every((n, i) => isSame(items, items.item(n), found[i] ?? null));
      return !(isRight && found.length === numbers.length) && `the items ${numbers.join()}`;
    },
  });
  await ask("both", {}, has(0, 1));
  await ask("both, the other way round", { order: "desc" }, has(1, 0));
  const sortKey = Object.fromEntries([conditionOn(place, keys[1] as KeyAttribute, 1)]);
  await ask("the one with a sort key", sortKey, has(1));
  const { body } = await ask("the first one", { limit: "1" }, has(0));
  const { cursor = "none" } = (parse(body) ?? {}) as { cursor?: string };
  await ask("the second one", { limit: "1", cursor }, has(1));
  await ask("a cursor of another order", { order: "desc", cursor }, {}, 400);
}

/** As a parameter. The document has `key.` before names that are taken. */
function conditionOn({ items, route }: Place, { name }: KeyAttribute, n: number): [string, string] {
  const isThere = route.parameters.some((one) => one.name === name && one.schema.items);
  const value = decodeURIComponent(writeSegment(items.item(n)[name] as Json));
  return [isThere ? name : `key.${name}`, `eq.${value}`];
}
