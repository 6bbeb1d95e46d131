/** A result that no response can hold is 413, and says what to do. */
import type { APIGatewayProxyResult } from "aws-lambda";
import { context, guideTable, startHandler } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

/** Ten items of so many characters together: JSON writes each as six bytes, and Lambda as seven. */
async function fill(size: number): Promise<void> {
  for (let part = 0; part < 10; part++) {
    const payload = { Item: { Id: `large-${part}`, text: "\u0001".repeat(size / 10) } };
    await service.handler({ operation: "create", payload }, context);
  }
}

// Lambda takes 6,291,456 bytes, of which 16,384 are left for what is around a body.
test.each([
  [896_000, 200, 200],
  [897_500, 413, 200],
  [1_045_000, 413, 200],
  [1_047_000, 413, 413],
])("%d control characters: %d over HTTP, %d directly", async (size, http, direct) => {
  await fill(size);
  const response = (await service.post({ operation: "list" })) as APIGatewayProxyResult;
  expect(response.statusCode).toBe(http);
  if (http === 413) expect(response.body).toContain("Ask for less");
  else expect(JSON.stringify(response.body).length).toBeLessThan(6 * 1024 * 1024 - 16_384);
  const result = service.handler({ operation: "list" }, context);
  if (direct === 200) expect(await result).toMatchObject({ Count: 10 });
  else await expect(result).rejects.toMatchObject({ name: "answer-too-large" });
});

test("a character of three bytes counts as three", async () => {
  const { send } = service.ports;
  service.ports.send = async () => ({ Items: [{ Id: "1", text: "€".repeat(2_500_000) }] });
  const { statusCode } = await service.post({ operation: "list" });
  service.ports.send = send;
  expect(statusCode).toBe(413);
});

test.each([
  ["€", 133_000, 12],
  ['"', 390_000, 3], // JSON writes it as two bytes, and Lambda once more as four
])("a batch of items full of %s is cut before it is too large", async (character, count, fit) => {
  const { send } = service.ports;
  const items = Array.from({ length: 16 }, (_, i) => ({
    Id: `item-${i}`,
    text: character.repeat(count),
  }));
  service.ports.send = async () => ({ Responses: { [guideTable.name]: items } });
  const payload = { Keys: items.map(({ Id }) => ({ Id })) };
  const { statusCode, json } = await service.post({ operation: "batchRead", payload });
  service.ports.send = send;
  expect(statusCode).toBe(200);
  expect([json.Items.length, json.UnprocessedKeys.length]).toStrictEqual([fit, 16 - fit]);
});
