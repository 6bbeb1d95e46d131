/** Partitions and indexes as collections: what each parameter of the URL asks for. */
import { nextOf } from "../../support/functions/clients";
import { root } from "../../support/functions/events";
import { startOrders } from "../../support/functions/orders";

let service: Awaited<ReturnType<typeof startOrders>>;
beforeAll(async () => {
  service = await startOrders();
  await service.put(
    ...[1, 2, 3, 4, 5].map((number) => ({
      customer: "c1",
      number,
      time: `2026-0${6 - number}`,
      state: number % 2 ? "open" : "sent",
      agent: number > 3 ? 2 : 1,
      limit: number * 10,
      digest: { $binary: Buffer.from([number * 50]).toString("base64") },
      address: { city: `city ${number}`, zip: "1", name: { first: "A", last: "B" } },
      name: "Bob",
    })),
    { customer: "c2", number: 1, time: "2026-03", state: "open" },
    { customer: "c2", number: 2 },
  );
});
afterAll(() => service.close());

/** Customer and number of each item. */
const keysAt = async (path: string) => {
  const { status, json } = await service.client("GET", `${root}${path}`);
  expect([status, json.detail]).toStrictEqual([200, undefined]);
  return json.items.map(({ customer = "-", number = "-" }) => `${customer} ${number}`).join(", ");
};

test.each([
  ["a partition in sort order", "/Orders/c1", [1, 2, 3, 4, 5]],
  ["in the opposite order", "/Orders/c1?order=desc", [5, 4, 3, 2, 1]],
  ["in the order that is the default", "/Orders/c1?order=asc&limit=2", [1, 2]],
  ["equal", "/Orders/c1?number=eq.3", [3]],
  ["equal, otherwise written", "/Orders/c1?number=eq.0.3e1", [3]],
  ["less", "/Orders/c1?number=lt.3", [1, 2]],
  ["less or equal", "/Orders/c1?number=lte.3", [1, 2, 3]],
  ["greater", "/Orders/c1?number=gt.3", [4, 5]],
  ["greater or equal", "/Orders/c1?number=gte.3", [3, 4, 5]],
  ["between", "/Orders/c1?number=gte.2&number=lte.4", [2, 3, 4]],
  ["between, in the other order", "/Orders/c1?number=lte.4&order=desc&number=gte.2", [4, 3, 2]],
  ["between equal ends", "/Orders/c1?number=lte.4&number=gte.4.0", [4]],
  ["a local index", "/Orders/c1?index=by-time", [5, 4, 3, 2, 1]],
  ["the beginning of a text", "/Orders/c1?index=by-time&time=begins.2026-0", [5, 4, 3, 2, 1]],
  ["a word of DynamoDB as a key", "/Orders/c1?index=by-time&time=eq.2026-02", [4]],
  ["a key named like a parameter", "/Orders/c1?index=by-limit&key.limit=gte.30&limit=2", [3, 4]],
  ["key. before another key", "/Orders/c1?key.number=gte.2&number=lte.3", [2, 3]],
  ["bytes, which are unsigned", "/Orders/c1?index=by-digest&digest=gte.ZA", [2, 3, 4, 5]],
  ["the beginning of bytes", "/Orders/c1?index=by-digest&digest=begins.ZA", [2]],
  ["nothing", "/Orders/c1?number=gt.5", []],
  ["an empty partition", "/Orders/nobody", []],
])("%s: %s", async (_, path, numbers) => {
  expect(await keysAt(path)).toBe(numbers.map((number) => `c1 ${number}`).join(", "));
});

test.each([
  ["a global index by its hash key", "?index=by-state&state=eq.open", "c1 5, c1 3, c2 1, c1 1"],
  ["backwards", "?index=by-state&state=eq.open&order=desc&limit=2", "c1 1, "],
  ["its sort key", "?index=by-state&state=eq.sent&time=lte.2026-03", "c1 4"],
  ["one without a sort key", "?index=by-agent&agent=eq.2", "c1 4, c1 5"],
])("%s: %s", async (_, query, keys) => {
  const found = (await keysAt(`/Orders${query}`)).split(", ");
  const expected = keys.split(", ");
  // The engine may order items of one sort key as it likes.
  if (/order/.test(query)) expect(found[0]).toBe(expected[0]);
  else expect([...found].sort()).toStrictEqual([...expected].sort());
});

test.each(["order", "X-Amz-Date", "key.a"])(
  "a key %s is asked with key. before it, in links too",
  async (name) => {
    const Put = [1, 2].map((n) => ({ id: `${name}${n}`, [name]: "a" }));
    await service.post({ operation: "batchWrite", tableName: "Odd", payload: { Put } });
    const path = `${root}/Odd?index=by-${name}&key.${name}=eq.a&limit=1`;
    const first = await service.client("GET", path);
    const second = await service.client("GET", nextOf(first.headers) as string);
    const found = [...first.json.items, ...second.json.items];
    expect(found.map(({ id }) => id).sort()).toStrictEqual([`${name}1`, `${name}2`]);
  },
);

test("a global index without its hash key is a page of all its items, and nothing else", async () => {
  const { json } = await service.client("GET", `${root}/Orders?index=by-state`);
  expect(json.items).toHaveLength(6);
  expect(json.items.every((item: object) => "state" in item)).toBe(true);
});

test.each([
  ["Orders/c1?number=eq.1", { name: "Bob", address: { city: "city 1", name: { last: "B" } } }],
  ["Orders/c1/1?", { name: "Bob", address: { city: "city 1", name: { last: "B" } } }],
])("fields choose attributes, at any depth, also words of DynamoDB: %s", async (path, item) => {
  const fields = "name,address.city,address.name.last,none,none2.of.these";
  const { json } = await service.client("GET", `${root}/${path}&fields=${fields}`);
  expect(json.items?.[0] ?? json).toStrictEqual(item);
});

test("an item without any of the fields is an empty object, and is there", async () => {
  const path = `${root}/Orders/c2/2?fields=state`;
  expect(await service.client("GET", path)).toMatchObject({ status: 200, json: {} });
  const { json } = await service.client("GET", `${root}/Orders?fields=none`);
  expect(json.items).toStrictEqual(Array(7).fill({}));
});

test.each([
  ["/Orders/c1", { ConsistentRead: true }],
  ["/Orders/c1?index=by-time", { ConsistentRead: true, IndexName: "by-time" }],
  ["/Orders?index=by-state&state=eq.open", { ConsistentRead: false, IndexName: "by-state" }],
])("%s is as consistent as it can be", async (path, input) => {
  await service.client("GET", `${root}${path}`);
  expect(service.sent.at(-1)).toMatchObject({ input });
});

test.each(["GET", "HEAD"])("%s of a partition is one Query, and no Scan", async (method) => {
  const before = service.sent.length;
  const { status } = await service.client(method, `${root}/Orders/c1?limit=2&number=gt.1`);
  expect(status).toBe(200);
  const names = service.sent.slice(before).map((command) => command.constructor.name);
  expect(names).toStrictEqual(["QueryCommand"]);
  expect(service.lines.at(-1)).toMatchObject({ operation: "query", table: "Orders", items: 2 });
});

test("POST creates in a partition; Location leads to the item", async () => {
  const path = `${root}/Orders/n%65w%20one`;
  const created = await service.client("POST", path, { body: '{"number":7.50,"a":1}' });
  expect(created.status).toBe(201);
  expect(created.json).toStrictEqual({ customer: "new one", number: 7.5, a: 1 });
  expect(created.headers["location"]).toBe(`/prod${root}/Orders/new%20one/7.5`);
  const at = String(created.headers["location"]).replace("/prod", "");
  expect((await service.client("GET", at)).json).toStrictEqual(created.json);
  const again = await service.client("POST", path, { body: '{"customer":"new one","number":7.5}' });
  expect(again.status).toBe(409);
  expect((await service.client("GET", at)).json).toStrictEqual(created.json);
});

test.each([
  ['{"customer":"other","number":1}', [{ pointer: "/customer", detail: expect.any(String) }]],
  ['{"a":1}', [{ pointer: "/number", detail: "is required." }]],
])("POST of %s to a partition is a 400 that points at it", async (body, errors) => {
  const { status, json } = await service.client("POST", `${root}/Orders/c9`, { body });
  expect(status).toBe(400);
  expect(json.errors).toStrictEqual(errors);
});

test("a partition allows its methods, and a table without a sort key has none", async () => {
  const allow = "GET, HEAD, POST, OPTIONS";
  for (const method of ["PUT", "PATCH", "DELETE"]) {
    const refused = await service.client(method, `${root}/Orders/c1`, { body: "{}" });
    expect([refused.status, refused.headers["allow"]]).toStrictEqual([405, allow]);
  }
  const { headers } = await service.client("OPTIONS", `${root}/Orders/c1`);
  expect(headers["allow"]).toBe(allow);
  const item = await service.client("OPTIONS", `${root}/LambdaTable/1`);
  expect(item.headers["allow"]).toBe("GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
});

test.each(["/%4frders", "/Orders%2f", "/%4crders/c1", "/LambdaTabl%65/1", "/p%69ng", "/%ff"])(
  "%s is 404: a path has one spelling, which rules by path can know",
  async (path) => {
    expect((await service.client("GET", `${root}${path}`)).status).toBe(404);
    expect((await service.client("OPTIONS", `${root}${path}`)).status).toBe(404);
  },
);

test("following Link goes through a partition, forwards and backwards", async () => {
  for (const order of ["asc", "desc"]) {
    const seen: number[] = [];
    let next: string | undefined = `${root}/Orders/c1?limit=2&order=${order}`;
    while (next !== undefined) {
      const { headers, json } = await service.client("GET", next);
      seen.push(...json.items.map(({ number }: { number: number }) => number));
      next = nextOf(headers);
    }
    expect(order === "asc" ? seen : seen.reverse()).toStrictEqual([1, 2, 3, 4, 5]);
  }
});
