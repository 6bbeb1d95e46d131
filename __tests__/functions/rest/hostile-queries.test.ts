/** Queries of ten thousand characters, and characters that no URL has, are refused. */
import { belowRoot, context, httpEvent, root } from "../../support/functions/events";
import { startOrders } from "../../support/functions/orders";

let service: Awaited<ReturnType<typeof startOrders>>;
beforeAll(async () => {
  service = await startOrders();
});
afterAll(() => service.close());

const many = (count: number, one: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => one(i)).join("&");
const long = "x".repeat(10_000);
test.each([
  ["a thousand conditions", many(1000, () => "number=gte.1")],
  ["a thousand names", many(1000, (i) => `n${i}=eq.1`)],
  ["a thousand limits", many(1000, (i) => `limit=${i}`)],
  ["a thousand fields", `fields=${Array.from({ length: 5000 }, (_, i) => i.toString(36))}`],
  ["a deep field", `fields=${Array(5000).fill("a").join(".")}`],
  ["a long name", `${long}=eq.1`],
  ["a long operator", `number=${long}`],
  ["a long number", `number=eq.${"9".repeat(10_000)}`],
  ["a large exponent", "number=gte.1e999999999&number=lte.1e9999999999"],
  ["a long index", `index=${long}`],
  ["a long cursor", `cursor=${long}`],
  ["a long order", `order=${long}`],
  ["a long limit", `limit=${"9".repeat(10_000)}`],
])("%s: refused with a short reason", async (_, query) => {
  const { status, json } = await service.client("GET", `${root}/Orders/c1?${query}`);
  expect(status).toBe(400);
  expect(json.detail.length).toBeLessThan(600);
});

test("half a character, which no URL has, is refused", async () => {
  for (const parameters of [{ "\ud800": "eq.1" }, { number: "eq.\udc00" }]) {
    const event = httpEvent({
      httpMethod: "GET",
      resource: belowRoot,
      path: `${root}/Orders/c1`,
      queryStringParameters: parameters,
    });
    expect(await service.handler(event, context)).toMatchObject({
      statusCode: 400,
      body: expect.stringContaining("The query is not valid UTF-8."),
    });
  }
});
