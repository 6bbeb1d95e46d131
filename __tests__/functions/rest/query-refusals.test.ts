/** Queries that DynamoDB cannot express, and mistakes: a 400 that says where to ask, and nothing is read. */
import { root } from "../../support/functions/events";
import { startOrders } from "../../support/functions/orders";

let service: Awaited<ReturnType<typeof startOrders>>;
beforeAll(async () => {
  service = await startOrders();
});
afterAll(() => service.close());

const at = `/prod${root}`;
const keys =
  "Keys of Orders: customer, number; of its index by-state: state, time; of its index by-agent: agent; " +
  "of its index by-time: customer, time; of its index by-limit: customer, limit; " +
  "of its index by-digest: customer, digest.";
const nothing = (name: string) =>
  `"${name}" is no parameter and no condition here. ` +
  `Parameters: limit, cursor, order, fields, index. ${keys}`;

test.each<[string, string]>([
  // A condition on what is no key names the keys, and the place or the index that it needs.
  ["/Orders?customer=eq.c1", `${nothing("customer")} Ask for it at ${at}/Orders/c1.`],
  ["/Orders?customer=eq.a/b ü", ` Ask for it at ${at}/Orders/a%2Fb%20%C3%BC.`],
  ["/Orders?customer=gte.c1", ` Ask for it at ${at}/Orders/{customer}.`],
  [`/Orders?customer=eq.${"c".repeat(256)}`, ` Ask for it at ${at}/Orders/${"c".repeat(256)}.`],
  [`/Orders?customer=eq.${"c".repeat(257)}`, ` Ask for it at ${at}/Orders/{customer}.`],
  ["/Orders?number=eq.1", ` Ask for it at ${at}/Orders/{customer}.`],
  ["/Orders?state=eq.open", ` Ask for it at ${at}/Orders?index=by-state&state=eq.open.`],
  [
    "/Orders?time=gte.1",
    ` Ask for it at ${at}/Orders?index=by-state&state=eq.{state} or ${at}/Orders/{customer}?index=by-time.`,
  ],
  [
    "/Orders?city=eq.Rome",
    `${nothing("city")} To find items by it, add an index with hash key city to the settings of Orders.`,
  ],
  [
    "/Orders/c1?city=eq.Rome",
    " add an index with hash key customer and sort key city to the settings of Orders.",
  ],
  [
    "/Orders?index=by-state&state=eq.open&city=eq.Rome",
    " add an index with hash key state and sort key city to the settings of Orders.",
  ],
  [
    "/Orders/c1?time=gte.1",
    ` Ask for it at ${at}/Orders?index=by-state&state=eq.{state} or ${at}/Orders/c1?index=by-time.`,
  ],
  ["/Orders/c1?customer=eq.c2", ` Ask for it at ${at}/Orders/c2.`],
  ["/Orders/c1?key.limit=eq.1", ` Ask for it at ${at}/Orders/c1?index=by-limit.`],
  ["/Orders/c1?index=by-time&number=eq.1", ` Ask for it at ${at}/Orders/c1.`],
  ["/LambdaTable?Id=eq.1", ` Ask for it at ${at}/LambdaTable/1.`],
  ["/Odd?key.order=eq.a", ` Ask for it at ${at}/Odd?index=by-order&key.order=eq.a.`],
  ["/Odd?key.X-Amz-Date=eq.a", `/Odd?index=by-X-Amz-Date&key.X-Amz-Date=eq.a.`],
  ["/Odd?key.key.a=eq.%2F", `/Odd?index=by-key.a&key.key.a=eq.%2F.`],
  ["/LambdaTable?Limit=2", '"Limit" is no parameter and no condition here.'],
  ["/LambdaTable?my-x-amz-date=1", '"my-x-amz-date" is no parameter and no condition here.'],
  ["/LambdaTable?%7Bkey%7D=eq.2", '"{key}" is no parameter and no condition here.'],
  ["/LambdaTable?constructor=eq.2", '"constructor" is no parameter and no condition here.'],
  ["/LambdaTable?__proto__=eq.2", '"__proto__" is no parameter and no condition here.'],
  [`/LambdaTable?${"x".repeat(100)}=eq.2`, `"${"x".repeat(64)}…" is no parameter`],
  // Indexes
  [
    "/Orders?index=nothing",
    "Orders has only these indexes: by-state, by-agent, by-time, by-limit, by-digest.",
  ],
  ["/Orders/c1?index=", "Orders has only these indexes: "],
  ["/LambdaTable?index=by-state", "LambdaTable has no index."],
  [
    "/Orders?index=by-time",
    `The index by-time is asked by its hash key, at ${at}/Orders/{customer}?index=by-time.`,
  ],
  [
    "/Orders/c1?index=by-state",
    `The index by-state is asked by its hash key, at ${at}/Orders?index=by-state&state=eq.{state}.`,
  ],
  ["/Orders?index=by-state&time=gte.5", "The index by-state is asked by its hash key, at "],
  ["/Orders?index=by-state&order=asc", "The index by-state is asked by its hash key, at "],
  ["/Orders?index=by-state&state=gte.open", "The index by-state is asked by its hash key, at "],
  ["/Orders?index=by-state&state=eq.a&state=eq.a", "The index by-state is asked by its hash key"],
  [
    "/Orders?order=asc",
    `"order" is for items of one hash key that have a sort key, at ${at}/Orders/{customer} or `,
  ],
  ["/LambdaTable?order=asc", ", at no path of LambdaTable."],
  ["/Orders?index=by-agent&agent=eq.1&order=asc", '"order" needs a sort key, and the index has'],
  // Conditions
  ["/Orders/c1?number=5", "A condition on number must be an operator, a dot and a value, "],
  ["/Orders/c1?number=", "A condition on number must be an operator, a dot and "],
  ["/Orders/c1?number=eq", "A condition on number must be an operator, a dot and "],
  ["/Orders/c1?number=ne.5", "A condition on number must be an operator, a dot and "],
  ["/Orders/c1?number=constructor.5", "A condition on number must be an operator, a dot and "],
  ["/Orders/c1?number=EQ.5", "A condition on number must be an operator, a dot and "],
  ["/Orders/c1?number=eq.", "The key number must not be empty."],
  ["/Orders/c1?number=eq.five", "The key number must be a number."],
  ["/Orders/c1?number=eq.%2B5", "The key number must be a number."],
  ["/Orders/c1?number=gte.1&number=lte.0x2", "The key number must be a number."],
  ["/Orders/c1?index=by-digest&digest=eq.AA==", "The key digest must be base64url without"],
  ["/Orders?index=by-agent&agent=eq.one", "The key agent must be a number."],
  ["/Orders/c1?number=begins.5", 'number is a number: "begins" is for strings and binaries.'],
  ["/Orders/c1?index=by-time&time=begins.", "The key time must not be empty."],
  ["/Orders/c1?number=gt.1&number=lt.5", "DynamoDB takes one condition on number, or gte together"],
  ["/Orders/c1?number=gte.1&number=lt.5", "DynamoDB takes one condition on number, or gte"],
  ["/Orders/c1?number=gte.1&number=gte.1", "DynamoDB takes one condition on number, or gte"],
  ["/Orders/c1?number=lte.1&number=lte.1", "DynamoDB takes one condition on number, or gte"],
  ["/Orders/c1?number=eq.1&key.number=eq.1", "DynamoDB takes one condition on number, or gte"],
  ["/Orders/c1?number=gte.1&number=lte.5&number=lte.5", "DynamoDB takes one condition on number"],
  // Parameters
  ["/Orders/c1?order=up", '"order" must be asc or desc.'],
  ["/Orders/c1?order=", '"order" must be asc or desc.'],
  ["/Orders/c1?order=asc&order=asc", 'The query has "order" more than once.'],
  ["/Orders/c1?limit=1&limit=1", 'The query has "limit" more than once.'],
  ["/Orders/c1?limit=0", '"limit" must be a whole number from 1 to 1000.'],
  ["/LambdaTable?limit=1001", '"limit" must be a whole number from 1 to 1000.'],
  ["/LambdaTable?limit=1e2", '"limit" must be a whole number from 1 to 1000.'],
  ["/LambdaTable?limit=", '"limit" must be a whole number from 1 to 1000.'],
  ["/LambdaTable?cursor=abc", '"cursor" must be copied from an earlier page'],
  ["/LambdaTable?cursor=", '"cursor" must be copied from an earlier page'],
  ["/Orders/c1?fields=", '"fields" must be 1 to 100 names, '],
  ["/Orders/c1?fields=a,,b", '"fields" must be 1 to 100 names, '],
  ["/Orders/c1?fields=a..b", '"fields" must be 1 to 100 names, '],
  [`/Orders/c1?fields=${Array(101).fill("a").join(".")}`, '"fields" must be 1 to 100 names, '],
  ["/Orders/c1?fields=a,a", '"fields" must not name an attribute twice, or a map and a part'],
  ["/Orders/c1?fields=a.b,a", '"fields" must not name an attribute twice, or a map and a part'],
  ["/Orders/c1?fields=a.b,c,a.b.c", '"fields" must not name an attribute twice'],
  ["/Orders/c1/1?fields=a.b,a", '"fields" must not name an attribute twice'],
  ["/Orders/c1/1?state=eq.open", 'The query has "state", but this request takes only fields.'],
  ["/LambdaTable/1?limit=1", 'The query has "limit", but this request takes only fields.'],
  [`/LambdaTable/1?${"x".repeat(99)}=`, `The query has "${"x".repeat(64)}…", but`],
])("GET %s: %s", async (path, detail) => {
  const before = service.sent.length;
  const { status, json } = await service.client("GET", `${root}${path}`);
  expect([status, json.detail]).toStrictEqual([400, expect.stringContaining(detail)]);
  expect(json.type).toMatch(/invalid-parameter$/);
  expect(service.sent).toHaveLength(before);
});

test.each([
  ["number=gte.5&number=lte.4.99", ""],
  ["time=gte.b&time=lte.a", "index=by-time&"],
  ["digest=gte.gA&digest=lte.fw", "index=by-digest&"],
  ["number=gte.1700000000001&number=lte.1700000000000", ""],
])("a reversed range is a 400: %s", async (range, index) => {
  const { status, json } = await service.client("GET", `${root}/Orders/c1?${index}${range}`);
  expect([status, json.detail]).toStrictEqual([
    400,
    "The range is reversed: gte must not be above lte.",
  ]);
  expect(json.type).toMatch(/invalid-parameter$/);
});

test("what only DynamoDB knows to be wrong is a 400 of the same kind", async () => {
  for (const path of ["/Orders/c1?number=eq.1e999", "/Orders?fields=customer.a"]) {
    const { status, json } = await service.client("GET", `${root}${path}`);
    expect([status, json.type]).toStrictEqual([400, expect.stringMatching(/invalid-parameter$/)]);
  }
});

test("an error that is none of the query's is not taken for one", async () => {
  const { send } = service.ports;
  service.ports.send = () =>
    Promise.reject(Object.assign(new Error(), { name: "InternalServerError" }));
  const { status } = await service.client("GET", `${root}/Orders/c1`);
  service.ports.send = send;
  expect(status).toBe(503);
});

test.each([
  ["POST", "/Orders", "{}"],
  ["POST", "/Orders/c1", "{}"],
  ["PUT", "/Orders/c1/1", "{}"],
  ["PATCH", "/Orders/c1/1", "{}"],
  ["DELETE", "/Orders/c1/1", undefined],
])(
  "%s %s takes no parameter: a condition there would have no effect",
  async (method, path, body) => {
    const before = service.sent.length;
    const query = "number=lt.5&X-Amz-Date=20260101";
    const { status, json } = await service.client(method, `${root}${path}?${query}`, { body });
    const detail = 'The query has "number", but this request takes no parameter.';
    expect([status, json.detail]).toStrictEqual([400, detail]);
    expect(service.sent).toHaveLength(before);
  },
);
