/**
 * Requests one after another, in any order: the API has the items that a Map would have. `toEqual`, since
 * `toStrictEqual` takes an attribute called constructor for a class; JSON has no undefined.
 */
import fc from "fast-check";
import { startHandler } from "../../support/functions/events";
import { check } from "../../support/functions/fuzz";

jest.setTimeout(3_600_000);

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

type Item = Record<string, unknown>;
type Model = Map<string, Item>;

/** Numbers that are doubles; DynamoDB has no negative zero, and nothing below 1e-130. */
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, min: -1e125, max: 1e125 }).map((n) => (Math.abs(n) < 1e-130 ? 0 : n)),
);
const name = fc
  .oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 6 }), fc.constant("constructor"))
  .filter((key) => key !== "__proto__" && !key.startsWith("$") && key !== "Id");

/** JSON as people write it, without marks for sets and binaries. */
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.string({ unit: "binary", maxLength: 8 }),
    number,
    fc.constantFrom(null, true, false, "", 0),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(name, tie("json"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const attributes = fc.dictionary(name, json, { maxKeys: 4, noNullPrototype: true });

const send = async (operation: string, payload: object) =>
  await service.post({ operation, payload });

test("what is created is read as the same JSON", () =>
  check(
    100,
    fc.asyncProperty(attributes, async (more) => {
      const Item = { Id: "same", ...more };
      expect(await send("create", { Item })).toMatchObject({ statusCode: 200, body: "{}" });
      expect((await send("read", { Key: { Id: "same" } })).json).toEqual({ Item });
    }),
  ));

const ids = ["a", "b", "c", "é", "\u0000"];

/** What a step may need; each takes its part. */
const input = fc.record({
  Id: fc.constantFrom(...ids),
  more: attributes,
  attribute: name,
  value: json,
  Limit: fc.integer({ min: 1, max: 4 }),
});
type Input = typeof input extends fc.Arbitrary<infer T> ? T : never;

/** Each asks the API and the model, and fails when they differ. */
const steps: Record<string, (model: Model, input: Input) => Promise<void>> = {
  async create(model, { Id, more }) {
    const Item = { Id, ...more };
    const answer = await send("create", { Item, ReturnValues: "ALL_OLD" });
    expect(answer.json).toEqual(model.has(Id) ? { Attributes: model.get(Id) } : {});
    model.set(Id, Item);
  },
  async createNew(model, { Id, more }) {
    const Item = { Id, ...more };
    const answer = await send("create", { Item, ConditionExpression: "attribute_not_exists(Id)" });
    expect(answer.statusCode).toBe(model.has(Id) ? 409 : 200);
    if (!model.has(Id)) model.set(Id, Item);
  },
  async update(model, { Id, attribute, value }) {
    const answer = await send("update", {
      Key: { Id },
      UpdateExpression: "SET #a = :v",
      ExpressionAttributeNames: { "#a": attribute },
      ExpressionAttributeValues: { ":v": value },
      ReturnValues: "ALL_NEW",
    });
    model.set(Id, { ...model.get(Id), Id, [attribute]: value });
    expect(answer.json).toEqual({ Attributes: model.get(Id) });
  },
  async delete(model, { Id }) {
    const answer = await send("delete", { Key: { Id }, ReturnValues: "ALL_OLD" });
    expect(answer.json).toEqual(model.has(Id) ? { Attributes: model.get(Id) } : {});
    model.delete(Id);
  },
  async read(model, { Id }) {
    const answer = await send("read", { Key: { Id }, ConsistentRead: true });
    expect(answer.json).toEqual(model.has(Id) ? { Item: model.get(Id) } : {});
  },
  async query(model, { Id }) {
    const answer = await send("query", {
      KeyConditionExpression: "Id = :id",
      ExpressionAttributeValues: { ":id": Id },
    });
    expect(answer.json.Items).toEqual(model.has(Id) ? [model.get(Id)] : []);
  },
  async list(model, { Limit }) {
    const found: Item[] = [];
    for (let page: { ExclusiveStartKey?: object } | undefined = {}; page; ) {
      const { json: answer } = await send("list", { Limit, ...page });
      found.push(...answer.Items);
      page = answer.LastEvaluatedKey && { ExclusiveStartKey: answer.LastEvaluatedKey };
    }
    const byId = new Map(found.map((item) => [item["Id"] as string, item]));
    expect(found).toHaveLength(model.size);
    expect(byId).toEqual(model);
  },
};

test("any run of requests agrees with a Map", () => {
  const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), input);
  return check(
    40,
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (run) => {
      for (const Id of ["same", ...ids]) await send("delete", { Key: { Id } });
      const model: Model = new Map();
      for (const [name, given] of run) await steps[name]?.(model, given);
    }),
  );
});
