/** The handler over a database that fails: what it answers, and when it stops waiting. */
import { createHandler, type Ports } from "../../functions/handler";
import { context, guideTable, httpEvent, tableOf } from "../support/functions/events";

const event = httpEvent({ body: '{"operation":"list"}' });
const table = tableOf("LambdaTable", guideTable);
const handlerOver = (send: Ports["send"]) =>
  createHandler({ send, tables: new Map([["LambdaTable", table]]), log: () => {} });

test.each([
  ["ThrottlingException", 429, "1"],
  ["ServiceUnavailable", 503, "1"],
  ["TimeoutError", 504, undefined],
])("%s is %d, with Retry-After %s", async (name, statusCode, retryAfter) => {
  const handler = handlerOver(async () => {
    throw Object.assign(new Error("text of the service"), { name });
  });
  const response = await handler(event, context);
  expect(response).toMatchObject({ statusCode });
  expect((response as { headers: object }).headers).toHaveProperty("x-request-id", "request-1");
  expect((response as { headers: Record<string, string> }).headers["retry-after"]).toBe(retryAfter);
});

test.each([550, 100, 0, -1])(
  "with %d ms left, 504 comes before the function's end",
  async (left) => {
    const handler = handlerOver((_, { abortSignal }) => {
      return new Promise((_resolve, reject) => {
        const error = Object.assign(new Error("aborted"), { name: "AbortError" });
        abortSignal.addEventListener("abort", () => reject(error));
      });
    });
    const late = { ...context, getRemainingTimeInMillis: () => left };
    expect(await handler(event, late)).toMatchObject({ statusCode: 504 });
  },
);

test.each([
  [10_000, 9500],
  [700, 200],
  [500, 1],
])(
  "of %d ms that the function has, DynamoDB gets %d, and the answer the rest",
  async (left, time) => {
    const timeout = jest.spyOn(AbortSignal, "timeout");
    const handler = handlerOver(() => Promise.reject(new Error("at once")));
    await handler(event, { ...context, getRemainingTimeInMillis: () => left });
    expect(timeout.mock.calls).toStrictEqual([[time]]);
    timeout.mockRestore();
  },
);

test.each([undefined, null, "text", 0])(
  "%p thrown is 500, and the log says what it can",
  async (thrown) => {
    const lines: string[] = [];
    const handler = createHandler({
      send: () => Promise.reject(thrown),
      tables: new Map([["LambdaTable", table]]),
      log: (line) => lines.push(line),
    });
    expect(await handler(event, context)).toMatchObject({ statusCode: 500 });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { status: 500, error: "undefined" },
    ]);
  },
);

test.each([
  [0, "It serves no table."],
  [2, "It serves Table-0, Table-1."],
  [100, "It serves Table-0, Table-1, "],
  [100, ", Table-59, Table-60 and 39 more."],
])("of %d tables that are served, a caller is told as many as fit: …%s", async (count, told) => {
  const names = Array.from({ length: count }, (_, i) => `Table-${i}`);
  const tables = new Map(names.map((name) => [name, tableOf(name, guideTable)]));
  const handler = createHandler({ send: async () => ({}), tables, log: () => {} });
  const other = httpEvent({ body: '{"operation":"list","tableName":"Other"}' });
  expect(await handler(other, context)).toMatchObject({
    statusCode: 403,
    body: expect.stringContaining(told),
  });
});
