/** Random tables, items and queries by URL: the answer is what a plain filter and sort over the items gives. */
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { inProcess, nextOf } from "../../support/functions/clients";
import { root, startHandler } from "../../support/functions/events";
import { check } from "../../support/functions/fuzz";
import { startOrders } from "../../support/functions/orders";
import { answerTo, type Item, projected, sortedJson } from "../../support/functions/query-model";
import { type RandomRequest, requestTo, urlOf } from "../../support/functions/random-queries";
import { configOf, itemsOf, randomTable } from "../../support/functions/random-tables";

jest.setTimeout(3_600_000);

type Service = Awaited<ReturnType<typeof startHandler>>;
const physicalName = "Random-physical";

async function write(service: Service, items: readonly Item[]): Promise<void> {
  for (let i = 0; i < items.length; i += 25) {
    const puts = items.slice(i, i + 25).map((item) => ({ PutRequest: { Item: { ...item } } }));
    const RequestItems = { [physicalName]: puts };
    await service.admin.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

/** The items of all pages, by `Link`. */
async function readAll(service: Service, request: RandomRequest): Promise<string[]> {
  const found: string[] = [];
  const send = inProcess(service.handler);
  let next: string | undefined = urlOf("/DynamoDBManager/Random", request);
  while (next !== undefined) {
    const { status, headers, json } = await send("GET", next);
    expect([next, status, json.detail]).toStrictEqual([next, 200, undefined]);
    found.push(...json.items.map(sortedJson));
    next = nextOf(headers);
    const { limit = 100 } = request;
    if (next) expect(json.items).toHaveLength(limit);
    else expect(json.items.length).toBeLessThanOrEqual(limit);
  }
  return found;
}

/** The groups of the answer, each sorted, and what there is besides. */
function group(found: readonly string[], sizes: readonly number[]): string[][] {
  let rest = found;
  const groups = sizes.map((size) => {
    const some = rest.slice(0, size);
    rest = rest.slice(size);
    return some.sort();
  });
  return [...groups, [...rest]];
}

const cases = randomTable.chain((table) =>
  fc.record({
    table: fc.constant(table),
    items: itemsOf(table),
    requests: fc.array(requestTo(table), { minLength: 20, maxLength: 20 }),
  }),
);

test("any query is answered with the items that a filter and a sort find", () =>
  check(
    10,
    fc.asyncProperty(cases, async ({ table, items, requests }) => {
      const service = await startHandler([["Random", configOf(physicalName, table)]]);
      try {
        await write(service, items);
        for (const request of requests) {
          const groups = answerTo(request, items);
          const found = await readAll(service, request);
          const sizes = groups.map(({ length }) => length);
          const expected = groups.map((some) => some.map((one) => projected(one, request.fields)));
          expect({ request, found: group(found, sizes) }).toStrictEqual({
            request,
            found: [...expected.map((some) => some.sort()), []],
          });
        }
      } finally {
        await service.close();
      }
    }),
  ));

describe("any query", () => {
  let orders: Awaited<ReturnType<typeof startOrders>>;
  beforeAll(async () => {
    orders = await startOrders();
    await orders.put({ customer: "c1", number: 1, time: "t", state: "open" });
  });
  afterAll(() => orders.close());

  const text = fc.oneof(
    fc.constantFrom("", "1", "t", "AA", "desc", "asc", "by-time", "by-state", "by-agent", "a.b,c"),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const operator = fc.constantFrom("eq.", "lt.", "gte.", "lte.", "begins.", "ne.", "");
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("limit", "cursor", "order", "fields", "index") },
    { weight: 4, arbitrary: fc.constantFrom("number", "time", "state", "customer", "key.limit") },
    fc.constantFrom("constructor", "__proto__", "key.", "{key}", "x-amz-x", "agent"),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  const pair = fc.tuple(
    name,
    fc.tuple(operator, text).map(([before, value]) => before + value),
  );
  const path = fc.constantFrom("/Orders", "/Orders/c1", "/Orders/c1/1", "/LambdaTable");

  test("is answered, or refused with a reason", () =>
    check(
      300,
      fc.asyncProperty(path, fc.array(pair, { maxLength: 4 }), async (to, pairs) => {
        const url = `${root}${to}?${new URLSearchParams(pairs)}`;
        const { status, json } = await orders.client("GET", url);
        expect([200, 400]).toContain(status);
        if (status === 400) expect(json.detail.length).toBeGreaterThan(10);
      }),
    ));
});
