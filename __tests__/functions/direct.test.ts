/** What a direct caller gets, who has no HTTP: the bare result, or an error that Lambda logs. */
import { context, startHandler } from "../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

describe("a direct caller", () => {
  test("gets the bare result", async () => {
    expect(await service.handler({ operation: "ping" }, context)).toBe("pong");
  });

  test("gets an error with the problem's name and document", async () => {
    const failure = service.handler({ operation: "nope" }, context);
    await expect(failure).rejects.toMatchObject({ name: "invalid-body" });
    const { message, stack } = (await failure.catch((error) => error)) as Error;
    expect(JSON.parse(message)).toMatchObject({ status: 400, requestId: "invocation-1" });
    expect(stack).toBe(`invalid-body: ${message}`); // without the frames, which Lambda would return
  });

  test.each<[string, object, string]>([
    [
      "FilterExpression",
      { FilterExpression: "a = 'Bob'" },
      "Invalid FilterExpression: Syntax error",
    ],
    [
      "range",
      {
        FilterExpression: "a BETWEEN :a AND :b",
        ExpressionAttributeValues: { ":a": "Bob", ":b": "Ann" },
      },
      "Invalid FilterExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound",
    ],
    [
      "type",
      {
        FilterExpression: "attribute_type(a, :t)",
        ExpressionAttributeValues: { ":t": "Bob" },
      },
      "Invalid FilterExpression: Invalid attribute type name found",
    ],
  ])("is told of a wrong %s without the values that Lambda would log", async (_, payload, told) => {
    const failure = service.handler({ operation: "list", payload }, context);
    const { message } = (await failure.catch((error) => error)) as Error;
    expect(JSON.parse(message).detail).toBe(told);
    expect(message).not.toMatch(/Bob|Ann/);
  });

  test.each([
    ["Unheard of: Bob (4111)", "Unheard of: *** (***)"],
    ["Unheard of: a member Id", "Unheard of: a member Id"],
    [`Unheard of: ${"n".repeat(65)}!`, "Unheard of: ***!"],
    [`Unheard of: ${"m".repeat(64)}!`, `Unheard of: ${"m".repeat(64)}!`],
    ["Unheard of: a payload; Bob", "Unheard of: a payload"],
  ])("whose database says %j gets %j", async (message, detail) => {
    const Item = { Id: "Bob", card: 4111, ["n".repeat(65)]: 1, ["m".repeat(64)]: 2 };
    const { send } = service.ports;
    service.ports.send = () =>
      Promise.reject(Object.assign(new Error(message), { name: "ValidationException" }));
    const failure = service.handler({ operation: "create", payload: { Item } }, context);
    await expect(failure).rejects.toThrow(`"detail":${JSON.stringify(detail)}`);
    const answer = await service.post({ operation: "create", payload: { Item } });
    const without = service.handler({ operation: "list" }, context);
    await expect(without).rejects.toMatchObject({ name: "invalid-body" });
    service.ports.send = send;
    expect(answer.json.detail).toBe(message);
  });

  test("cannot send a key that the SDK would lose", async () => {
    const event = JSON.parse(
      '{"operation":"create","payload":{"Item":{"Id":"1","__proto__":"x"}}}',
    );
    await expect(service.handler(event, context)).rejects.toThrow(/__proto__.*is not accepted/);
  });

  test.each([2 ** 53, -(2 ** 53), [1e20], { $set: [-1e20] }, { a: -1e300 }])(
    "is refused %j, in which Lambda's parser has rounded a number, and nothing is stored",
    async (n) => {
      const event = { operation: "create", payload: { Item: { Id: "rounded", n } } };
      await expect(service.handler(event, context)).rejects.toMatchObject({ name: "invalid-body" });
      const read = { operation: "read", payload: { Key: { Id: "rounded" } } };
      expect(await service.handler(read, context)).toStrictEqual({});
    },
  );

  test.each([2 ** 53 - 1, 1 - 2 ** 53])("stores %d, which is exact as a double", async (n) => {
    const Item = { Id: "exact", n };
    await service.handler({ operation: "create", payload: { Item } }, context);
    const read = { operation: "read", payload: { Key: { Id: "exact" } } };
    expect(await service.handler(read, context)).toMatchObject({ Item: { Id: "exact" } });
    expect((await service.post(read)).body).toContain(`"n":${n}`);
  });
});
