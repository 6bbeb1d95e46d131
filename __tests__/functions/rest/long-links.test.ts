/** Links that fit the gateway's 10,240 bytes for a request's line and headers, and next pages without one. */
import { nextOf } from "../../support/functions/clients";
import { root } from "../../support/functions/events";
import { startOrders } from "../../support/functions/orders";

const long = (letter: string) => letter.repeat(1000);
const [customer, state] = [long("é"), long("ü")];
let service: Awaited<ReturnType<typeof startOrders>>;
beforeAll(async () => {
  service = await startOrders();
  const time = (i: number) => `${"ß".repeat(500)}${i}`;
  await service.put(...[1, 2, 3].map((i) => ({ customer, number: i, state, time: time(i) })));
  await service.put({ customer: "c1", number: 1 }, { customer: "c1", number: 2 });
});
afterAll(() => service.close());

const get = (path: string, headers = {}) => service.client("GET", `${root}${path}`, { headers });

test("a next page whose URL would be too long has no link, but the envelope that answers it", async () => {
  const path = `/Orders?index=by-state&state=eq.${encodeURIComponent(state)}&limit=2&fields=number`;
  const { status, headers, json } = await get(path);
  expect([status, headers["link"]]).toStrictEqual([200, undefined]);
  expect(Object.keys(json)).toStrictEqual(["items", "next"]);
  expect(json.items).toStrictEqual([{ number: 1 }, { number: 2 }]);
  expect(json.next.detail).toBe(
    "The URL of the next page would be too long. POST the envelope to the resource.",
  );
  const answer = await service.post(json.next.envelope);
  expect(answer.json).toMatchObject({ Items: [{ number: 3 }], Count: 1 });
});

test("so it is for a whole table, and for a partition with bytes", async () => {
  const headers = { cookie: "x".repeat(10_200) };
  const first = await get("/Orders?limit=1", headers);
  const second = (await service.post(first.json.next.envelope)).json;
  expect(second.Items).toHaveLength(1);
  expect(second.Items).not.toStrictEqual(first.json.items);
  const bytes = [1, 2].map((i) => ({ customer: "b", number: i, digest: { $binary: "AP/+" } }));
  await service.put(...bytes);
  const path = "/Orders/b?index=by-digest&digest=eq.AP_-&limit=1";
  const { json } = await get(path, headers);
  const { Items: items } = (await service.post(json.next.envelope)).json;
  expect([...json.items, ...items]).toHaveLength(2);
  expect([...json.items, ...items]).toStrictEqual(expect.arrayContaining(bytes));
});

/** Bytes of the headers that the client sends by itself. */
const usual = "content-typeapplication/json".length;

test("the headers of the request count, since the next one will have them too", async () => {
  const path = "/Orders/c1?limit=1";
  const { headers } = await get(path);
  const room = 10_240 - `/prod${nextOf(headers)}`.length - usual - "authorization".length;
  const linkWith = async (size: number) =>
    nextOf((await get(path, { authorization: "x".repeat(size) })).headers);
  expect(await linkWith(room)).toBe(nextOf(headers));
  expect(await linkWith(room + 1)).toBeUndefined();
});

test("without many headers, 1 KB is left for those of the answer", async () => {
  const linkWith = async (fields: string) =>
    nextOf((await get(`/Orders/c1?limit=1&fields=${fields}`)).headers);
  const room = 10_240 - 1024 - `/prod${await linkWith("x")}`.length + 1;
  expect(await linkWith("x".repeat(room))).toBeDefined();
  expect(await linkWith("x".repeat(room + 1))).toBeUndefined();
});
