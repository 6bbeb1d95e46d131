/** An item in a body that does not fit the keys is refused in HTTP's words: the pointer is into the body. No detail is long. */
import type { APIGatewayProxyResult } from "aws-lambda";
import { createHandler } from "../../../functions/handler";
import { inProcess } from "../../support/functions/clients";
import {
  context,
  guideTable,
  httpEvent,
  startHandler,
  tableOf,
} from "../../support/functions/events";
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
])("%s %s of %j", async (method, path, item, pointer, detail) => {
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

test("a detail has at most 1000 bytes, also where it lists many paths and tables", async () => {
  const names = Array.from({ length: 60 }, (_, i) => `Table-${i}-${"x".repeat(40)}`);
  const many = new Map(names.map((name) => [name, tableOf(name, guideTable)]));
  const handler = createHandler({ send: async () => ({}), tables: many, log: () => {} });
  const details = await Promise.all(
    [
      httpEvent({ httpMethod: "GET", path: "/nothing", resource: "/{proxy+}" }),
      httpEvent({ body: '{"operation":"list"}' }),
      httpEvent({ body: '{"operation":"list","tableName":"Other"}' }),
    ].map(async (event) => {
      const { body } = (await handler(event, context)) as APIGatewayProxyResult;
      return String(JSON.parse(body).detail);
    }),
  );
  expect(details[0]).toMatch(/…$/);
  for (const detail of details) {
    expect(Buffer.byteLength(detail)).toBeGreaterThan(500);
    expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(1000);
  }
});
