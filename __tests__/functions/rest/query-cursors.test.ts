/** Cursors and links of queries: they belong to one query, and begin where its page ended. */
import { writeCursor } from "../../../functions/rest/cursors";
import { selectFromPartition } from "../../../functions/rest/selection";
import type { Target } from "../../../functions/rest/target";
import type { Item } from "../../../functions/table";
import { nextOf } from "../../support/functions/clients";
import { root, tableOf } from "../../support/functions/events";
import { orders, startOrders } from "../../support/functions/orders";

let service: Awaited<ReturnType<typeof startOrders>>;
beforeAll(async () => {
  service = await startOrders();
  const customers = ["c1", "c2"].flatMap((customer) =>
    Array.from({ length: 6 }, (_, i) => ({
      ...{ customer, number: i, time: "t", state: "a b!'()*", limit: i, agent: 1 },
      digest: { $binary: "AA==" },
    })),
  );
  await service.put(...customers);
});
afterAll(() => service.close());

const get = (path: string) => service.client("GET", `${root}${path}`);
const asked = "/Orders/c1?index=by-limit&key.limit=gte.1&key.limit=lte.4&order=desc";
const cursorOf = async (path: string): Promise<string> =>
  (await get(`${path}${path.includes("?") ? "&" : "?"}limit=2`)).json.cursor;

describe("a cursor of a query", () => {
  let cursor: string;
  beforeAll(async () => {
    cursor = await cursorOf(asked);
  });

  test.each([
    ["the same query", asked],
    ["another limit", `${asked}&limit=1`],
    ["other fields", `${asked}&fields=number`],
    [
      "its parameters in another order and spelling",
      asked.replace(/^(.*)\?(.*?)&(.*)$/, "$1?$3&$2"),
    ],
    ["a number otherwise written", asked.replace("gte.1", "gte.1.0")],
  ])("is accepted with %s", async (_, path) => {
    const { status, json } = await get(`${path}&cursor=${cursor}`);
    expect([status, json.items[0].number]).toStrictEqual([200, 2]);
  });

  test.each([
    ["another partition", asked.replace("c1", "c2")],
    ["another index", asked.replace("by-limit&key.limit", "by-time&time").replace(/&key[^&]*/, "")],
    ["no index", "/Orders/c1?order=desc"],
    ["another bound", asked.replace("lte.4", "lte.5")],
    ["one bound", asked.replace("&key.limit=lte.4", "")],
    ["no condition", asked.replace(/&key.limit=[^&]*/g, "")],
    ["another operator", asked.replace("&key.limit=lte.4", "").replace("gte", "gt")],
    ["the other order", asked.replace("desc", "asc")],
    ["the default order", asked.replace("&order=desc", "")],
    ["the whole table", "/Orders?"],
    ["a global index", "/Orders?index=by-state"],
    ["the hash key of a global index", "/Orders?index=by-state&state=eq.a"],
    ["another table", "/LambdaTable?"],
  ])("is a 400 with %s", async (_, path) => {
    const { status, json } = await get(`${path}&cursor=${cursor}`);
    const detail = /^"cursor" must be copied from an earlier page of the same table, index, cond/;
    expect([status, json.detail]).toStrictEqual([400, expect.stringMatching(detail)]);
  });

  test.each<[string, (whole: string) => string]>([
    ["in base64 of another alphabet", (whole) => whole.replace(/^./, "%2B")],
    ["with bits that decode to nothing", (whole) => whole.replace(/.\./, "_.")],
    ["repeated", (whole) => `${whole}&cursor=${whole}`],
  ])("%s is a 400", async (_, damage) => {
    expect((await get(`${asked}&cursor=${damage(cursor)}`)).status).toBe(400);
  });
});

test("a cursor does not repeat what the query says, so it is short", async () => {
  expect(
    Buffer.from((await cursorOf("/Orders/c1")).split(".")[0] ?? "", "base64url").toString(),
  ).toBe("1:1");
  expect((await cursorOf("/Orders?index=by-agent&agent=eq.1")).length).toBeLessThan(30);
});

test.each<[string, Item]>([
  ["a number that is none", { number: "abc" }],
  ["no value", { number: "" }],
])("a cursor that somebody made, with %s, is a 400", async (_, key) => {
  const target = {
    table: tableOf("Orders", orders),
    query: { conditions: [] },
    key: { customer: "c1" },
  };
  const cursor = writeCursor(selectFromPartition(target as unknown as Target), key);
  const { status, json } = await get(`/Orders/c1?cursor=${cursor}`);
  expect([status, json.detail]).toStrictEqual([400, expect.stringMatching(/^The key number must/)]);
});

test.each([
  ["/Orders/c1?number=eq.3", "the only item that there can be"],
  ["/Orders/c1?number=gte.3&number=lte.3&limit=6", "fewer items than the limit"],
])("%s has no next page: %s", async (path) => {
  const { headers, json } = await get(`${path}&limit=1`.replace("&limit=6&limit=1", "&limit=6"));
  expect(Object.keys(json)).toStrictEqual(["items"]);
  expect(headers["link"]).toBeUndefined();
});

test("equal values of an index's keys: every item comes once", async () => {
  for (const path of [
    "/Orders/c1?index=by-time&time=eq.t",
    "/Orders/c1?index=by-digest&digest=eq.AA&order=desc",
    "/Orders?index=by-agent&agent=eq.1",
    "/Orders?index=by-state&state=eq.a%20b!'()*&order=desc",
    "/Orders?index=by-state",
    "/Orders?",
  ]) {
    const seen: string[] = [];
    let next: string | undefined = `${root}${path}&limit=1`;
    while (next !== undefined) {
      const { headers, json } = await service.client("GET", next);
      seen.push(...json.items.map((item: Item) => `${item["customer"]} ${item["number"]}`));
      next = nextOf(headers);
    }
    expect([path, seen.length]).toStrictEqual([path, path.includes("c1") ? 6 : 12]);
    expect(new Set(seen).size).toBe(seen.length);
  }
});

test("Link keeps every parameter but a signature, sorted as Signature Version 4 signs them", async () => {
  const state = "state=eq.a%20b!'()*";
  const query = `time=lte.u&X-Amz-Signature=x&${state}&order=desc&time=gte.s&limit=1&index=by-state&fields=number,time`;
  const { headers, json } = await get(`/Orders?${query}`);
  expect(headers["link"]).toBe(
    `</prod${root}/Orders?cursor=${json.cursor}&fields=number%2Ctime&index=by-state&limit=1&order=desc&` +
      `state=eq.a%20b%21%27%28%29%2A&time=gte.s&time=lte.u>; rel="next"`,
  );
  const next = await service.client("GET", nextOf(headers) as string);
  expect(next.json.items).toStrictEqual([{ number: expect.any(Number), time: "t" }]);
  expect(next.json.items).not.toStrictEqual(json.items);
});
