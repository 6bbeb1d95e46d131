/** The handler over a client that does not answer, or throws what is no error. */
import { createHandler, type Ports } from "../../functions/handler";
import { context, guideTable, httpEvent, tableOf } from "../support/functions/events";

const event = httpEvent({ body: '{"operation":"list"}' });
const table = tableOf("LambdaTable", guideTable);
const handlerOver = (send: Ports["send"]) =>
  createHandler({ send, tables: new Map([["LambdaTable", table]]), log: () => {} });

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
  "of %d ms that the function has, DynamoDB gets %d, and the rest is for the answer",
  async (left, time) => {
    const timeout = jest.spyOn(AbortSignal, "timeout");
    const handler = handlerOver(() => Promise.reject(new Error("at once")));
    await handler(event, { ...context, getRemainingTimeInMillis: () => left });
    expect(timeout.mock.calls).toStrictEqual([[time]]);
    timeout.mockRestore();
  },
);

test.each([undefined, null, "text", 0, {}])(
  "%p thrown is 500, and the log has no name of an error",
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
