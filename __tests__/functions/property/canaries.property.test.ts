/**
 * Whatever a caller sends, in any parameter: no log line has it, and no error that Lambda logs for a direct caller. Such
 * an error may quote a name, of which at most 64 characters.
 */
import fc from "fast-check";
import * as z from "zod/mini";
import type { Operation } from "../../../functions/operation";
import { operations } from "../../../functions/operations";
import { context, httpEvent, startHandler } from "../../support/functions/events";
import { check } from "../../support/functions/fuzz";
import { indexedOrders } from "../../support/functions/indexed-orders";

jest.setTimeout(3_600_000);

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([["Orders", indexedOrders]]);
});
afterAll(() => service.close());

const canaries = ["cAnAry5f0c", 7_316_492, Buffer.from("cAnAry5f0c").toString("base64")] as const;
const [canary, number, base64] = canaries;
const tail = "t41l9d2e";
/** Its first 64 characters have nothing of the tail. */
const longName = `${"n".repeat(64)}${tail}`;

const name = fc.constantFrom("Id", "n", "m", "s", "b", "a", "#n", ":v", ":w", "$x", longName);
const text = fc.oneof(
  fc.constantFrom(
    canary,
    `SET a = '${canary}'`,
    `a = ${canary}`,
    `${canary}(a, :v)`,
    `#n ${canary}`,
  ),
  fc.constantFrom("SET a = :v", "a = :v", "Id = :v", "Id = :v AND n BETWEEN :v AND :w", "#n"),
  fc.constantFrom("attribute_type(a, :v)", "a BETWEEN :v AND :w", `SET ${longName} = :v`, "by-m"),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(canary, number, `${canary}2`, { $binary: base64 }, canary, number),
    fc.constantFrom<unknown>(true, null, 1, "COUNT", `__proto__${canary}`),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(name, tie("value"), { maxKeys: 2, noNullPrototype: true }),
    fc.record({ $set: fc.array(tie("value"), { maxLength: 2 }) }),
  ),
}));

const likelyValue = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<unknown>(canary, number, { $binary: base64 }, [canary]) },
  value,
);
const key = fc.constant<unknown>({ Id: canary, n: number });
const item = fc
  .dictionary(fc.constantFrom("a", "c", longName), likelyValue, {
    maxKeys: 2,
    noNullPrototype: true,
  })
  .map((more) => ({ Id: canary, n: number, ...more }));
const wrong = fc.oneof(
  fc.record({ Id: value, n: value, a: value, s: value }, { requiredKeys: [] }),
  fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true }),
);
const sometimes = (usual: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: usual }, other);

/** Often what the parameter takes. */
function likelyFor(parameter: string): fc.Arbitrary<unknown> {
  if (parameter.endsWith("Expression")) return text;
  if (parameter.endsWith("Names")) return fc.dictionary(name, text, { noNullPrototype: true });
  if (parameter.endsWith("Values") && parameter !== "ReturnValues") {
    return fc.dictionary(fc.constantFrom(":v", ":w"), likelyValue, { noNullPrototype: true });
  }
  if (parameter === "Keys" || parameter === "Delete") return fc.array(sometimes(key, wrong));
  if (parameter === "Put") return fc.array(sometimes(item, wrong));
  if (parameter === "Item") return sometimes(item, wrong);
  if (parameter.endsWith("Key")) return sometimes(key, wrong);
  return sometimes(fc.constantFrom<unknown>("NONE", "by-m", true, 5, "COUNT"), text);
}

const envelopes = Object.entries<Operation>(operations).map(([operation, { payload }]) => {
  const { properties = {}, required = [] } = z.toJSONSchema(payload, { io: "input" });
  const members = Object.keys(properties).map((parameter) => [
    parameter,
    fc.oneof({ weight: 29, arbitrary: likelyFor(parameter) }, value),
  ]);
  const likely = fc.record<Record<string, unknown>>(Object.fromEntries(members), {
    requiredKeys: required,
  });
  return fc.record({
    operation: fc.constant(operation),
    payload: fc.oneof({ weight: 9, arbitrary: likely }, value),
  });
});
const mistaken = fc.dictionary(fc.constantFrom("operation", "tableName", longName), value, {
  noNullPrototype: true,
});
const envelope = fc.oneof({ weight: 19, arbitrary: fc.oneof(...envelopes) }, mistaken);

function expectSecret(what: string): void {
  for (const one of [...canaries, tail]) expect(what).not.toContain(String(one));
}

/** @returns the problem that a direct caller got */
async function sendBothWays(event: object): Promise<{ status: number } | undefined> {
  service.lines.length = 0;
  const body = JSON.stringify(event);
  await service.handler(httpEvent({ body }), context);
  const failure = await service.handler(JSON.parse(body), context).then(
    () => undefined,
    (error: Error) => error,
  );
  expect(service.lines).toHaveLength(2);
  expectSecret(JSON.stringify(service.lines));
  expectSecret(`${failure?.name} ${failure?.message} ${failure?.stack}`);
  return failure && JSON.parse(failure.message);
}

test("no line and no logged error has a value", async () => {
  const statuses = new Set<number | undefined>();
  await check(
    600,
    fc.asyncProperty(envelope, async (event) => {
      const status = (await sendBothWays(event))?.status;
      statuses.add(status);
    }),
  );
  expect([...statuses]).toStrictEqual(expect.arrayContaining([undefined, 400]));
});

test("no line and no logged error has a value, even if the database repeats all attributes in its message", async () => {
  const { send } = service.ports;
  let sent = 0;
  await check(
    500,
    fc.asyncProperty(
      envelope,
      fc.constantFrom("ValidationException", "Unheard", "ECONNRESET"),
      async (event, errorName) => {
        service.ports.send = async (command) => {
          sent += 1;
          const {
            Item,
            Key,
            ExpressionAttributeValues: all,
          } = (command as { input: Record<string, unknown> }).input;
          const message = `Value ${JSON.stringify([Item, Key, all])} is not valid`;
          throw Object.assign(new Error(message), { name: errorName });
        };
        await sendBothWays(event);
      },
    ),
  ).finally(() => {
    service.ports.send = send;
  });
  expect(sent).toBeGreaterThan(20);
});
