/** An expression with a reserved word of DynamoDB is refused with what to write in its place. */
import { context, startHandler } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

const Key = { Id: "1" };
const values = { ExpressionAttributeValues: { ":v": 1 } };
const cases: [string, string, string, object][] = [
  ["list", "FilterExpression", "status", { FilterExpression: "status = :v", ...values }],
  ["list", "ProjectionExpression", "Data", { ProjectionExpression: "a.Data,b" }],
  ["update", "UpdateExpression", "name", { Key, UpdateExpression: "SET name = :v", ...values }],
  ["delete", "ConditionExpression", "COUNT", { Key, ConditionExpression: "COUNT = :v", ...values }],
  ["batchRead", "ProjectionExpression", "year", { Keys: [Key], ProjectionExpression: "year" }],
];

test.each(cases)(
  "the %s with a %s that has the word %s is answered with how to write it",
  async (...given) => {
    const [operation, expression, word, payload] = given;
    const detail = `Invalid ${expression}: ${word} is a reserved word. Write #${word} in the expression, and "ExpressionAttributeNames":{"#${word}":"${word}"} beside it.`;
    const { json } = await service.post({ operation, payload });
    expect([json.status, json.detail]).toStrictEqual([400, detail]);
    const failure = service.handler({ operation, payload }, context);
    await expect(failure).rejects.toThrow(JSON.stringify(detail));
  },
);

test("what the answer says to write is accepted", async () => {
  const payload = {
    FilterExpression: "#status = :v",
    ExpressionAttributeNames: { "#status": "status" },
    ...values,
  };
  expect(await service.post({ operation: "list", payload })).toMatchObject({ statusCode: 200 });
});
