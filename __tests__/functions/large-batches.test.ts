/** Answers to batchRead that are larger than what Lambda can return. */
import { context, guideTable, startHandler } from "../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([["LambdaTable", guideTable]]);
});
afterAll(() => service.close());

const keys = (count: number) => Array.from({ length: count }, (_, i) => ({ Id: `item-${i}` }));
const tableName = "LambdaTable";

/** The engine stops long before the 16 MB that DynamoDB gives, so this is answered in its place. */
async function readLarge(found: number, left: number) {
  const { send } = service.ports;
  const items = keys(found).map((key) => ({ ...key, text: "x".repeat(390_000) }));
  let calls = 0;
  service.ports.send = async () => {
    calls += 1;
    const Keys = keys(found + left).slice(found);
    const UnprocessedKeys = left > 0 ? { [guideTable.name]: { Keys } } : {};
    return { ...(found > 0 && { Responses: { [guideTable.name]: items } }), UnprocessedKeys };
  };
  const deadline = Date.now() + 3000;
  const remaining = { getRemainingTimeInMillis: () => deadline - Date.now() };
  const event = { operation: "batchRead", tableName, payload: { Keys: keys(found + left) } };
  const answer = await service.handler(event, { ...context, ...remaining });
  service.ports.send = send;
  const { Items, UnprocessedKeys } = answer as Record<string, object[]>;
  return { count: Items?.length, left: UnprocessedKeys, calls };
}

test("an answer that is too large is cut, and the other keys are listed as unprocessed", async () => {
  const left = keys(16).slice(12);
  expect(await readLarge(16, 0)).toStrictEqual({ count: 12, left, calls: 1 });
});

test("an answer that is too large is refused if its items have no keys, by which to ask for the rest", async () => {
  const { send } = service.ports;
  const Items = keys(16).map(() => ({ text: "x".repeat(390_000) }));
  service.ports.send = async () => ({ Responses: { [guideTable.name]: Items } });
  const payload = { Keys: keys(16), ProjectionExpression: "text" };
  const answer = await service.post({ operation: "batchRead", tableName, payload });
  service.ports.send = send;
  const detail = "Ask for fewer items, or name also the key (Id) in ProjectionExpression.";
  expect(answer).toMatchObject({ statusCode: 413, json: { detail } });
});

test("a batch without a processed entry lists all its entries as unprocessed", async () => {
  const answer = await readLarge(0, 2);
  expect(answer).toMatchObject({ count: 0, left: keys(2) });
  expect(answer.calls).toBeGreaterThan(2);
  expect(answer.calls).toBeLessThan(9); // the waits grow, or there would be a dozen
});

test("unprocessed keys whose items may not fit into the answer are not retried", async () => {
  const left = keys(9).slice(7);
  expect(await readLarge(7, 2)).toStrictEqual({ count: 7, left, calls: 1 });
});
