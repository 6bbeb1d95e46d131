/** An item in a body that does not fit the keys is refused in HTTP's words: the pointer is into the body. */
import { inProcess } from "../../support/functions/clients";
import { startHandler } from "../../support/functions/events";
import { indexedOrders } from "../../support/functions/indexed-orders";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([["Orders", indexedOrders]]);
});
afterAll(() => service.close());
beforeEach(() => {
  service.sent.length = 0;
});

const Key = { Id: "1", n: 1 };
const use = (index: string) => `; it is a key of the index ${index}.`;
const at = "/DynamoDBManager/Orders";
test.each<[string, string, object, string, string]>([
  ["POST", at, { Id: "1", n: "1" }, "/n", "must be of type number, received string."],
  ["POST", at, { Id: "", n: 1 }, "/Id", "must not be empty."],
  ["POST", at, { Id: null, n: 1 }, "/Id", "must be of type string, received null."],
  ["POST", at, { ...Key, s: "" }, "/s", `must not be empty${use("by-s")}`],
  ["PUT", `${at}/1/1`, { s: "" }, "/s", `must not be empty${use("by-s")}`],
  ["PUT", `${at}/1/1`, { m: null }, "/m", `must be of type number, received null${use("by-m")}`],
  ["PUT", `${at}/1/1`, { n: "1" }, "/n", "must be of type number, received string."],
  ["PATCH", `${at}/1/1`, { s: "" }, "/s", `must not be empty${use("by-s")}`],
  ["PATCH", `${at}/1/1`, { m: "1" }, "/m", `must be of type number, received string${use("by-m")}`],
])("%s %s of %j is refused at %s: %s", async (method, path, item, pointer, detail) => {
  const client = inProcess(service.handler);
  const { status, json } = await client(method, path, { body: JSON.stringify(item) });
  expect([status, json.errors]).toStrictEqual([400, [{ pointer, detail }]]);
  expect(service.sent).toStrictEqual([]);
});

test("a patch may remove a key of an index, as null does", async () => {
  await service.post({ operation: "create", payload: { Item: { ...Key, m: 1, s: "s" } } });
  const client = inProcess(service.handler);
  const { status, json } = await client("PATCH", `${at}/1/1`, { body: '{"m":null,"s":null}' });
  expect([status, json]).toStrictEqual([200, Key]);
});
