/** What a caller is told of a body that is wrong, word for word: where it is wrong, and what to do. */
import * as z from "zod/mini";
import { operations as rows } from "../../../functions/operations";
import { attribute } from "../../../functions/parameters";
import { readRequest } from "../../../functions/request";
import { startHandler } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

const unknown = "is not a parameter that is accepted here.";
const operations = Object.keys(rows).join(", ");
const list = (payload: string) => `{"operation":"list","payload":${payload}}`;

const cases: [body: string, pointer: string, detail: string][] = [
  ["[]", "", "must be of type object, received array."],
  ["null", "", "must be of type object, received null."],
  ["1", "", "must be of type object, received number."],
  ["true", "", "must be of type object, received boolean."],
  ["{}", "/operation", "is required."],
  ['{"operation":"CREATE"}', "/operation", `must be one of ${operations}.`],
  ['{"operation":null}', "/operation", `must be one of ${operations}.`],
  ['{"operation":"ping","table":"x"}', "/table", unknown],
  ['{"operation":"ping","":1}', "/", unknown],
  ['{"operation":"ping","a/b~1":1}', "/a~1b~01", unknown],
  ['{"operation":"ping","//~~":1}', "/~1~1~0~0", unknown],
  ['{"operation":"list","tableName":1}', "/tableName", "must be of type string, received number."],
  ['{"operation":"read"}', "/payload/Key", "is required."],
  ['{"operation":"read","payload":[]}', "/payload", "must be of type object, received array."],
  [list("null"), "/payload", "must be of type object, received null."],
  [list('"x"'), "/payload", "must be of type object, received string."],
  [list('{"Scanfilter":1}'), "/payload/Scanfilter", unknown],
  [
    list('{"TableName":"x"}'),
    "/payload/TableName",
    'is not accepted here: name the table in "tableName", beside "operation".',
  ],
  [list('{"Limit":0}'), "/payload/Limit", "must be at least 1."],
  [list('{"Limit":1001}'), "/payload/Limit", "must be at most 1000."],
  [list('{"Limit":null}'), "/payload/Limit", "must be of type number, received null."],
  [
    list('{"Limit":1e125}'),
    "/payload/Limit",
    "must be a number of at most 15 digits, or a whole number up to 9007199254740991.",
  ],
  [list('{"Limit":1.5}'), "/payload/Limit", "must be a whole number."],
  [list('{"IndexName":"ab"}'), "/payload/IndexName", "must be at least 3 characters long."],
  [
    list(`{"IndexName":"${"a".repeat(256)}"}`),
    "/payload/IndexName",
    "must be at most 255 characters long.",
  ],
  [list('{"FilterExpression":""}'), "/payload/FilterExpression", "must not be empty."],
  [
    list(`{"FilterExpression":"${"a".repeat(4097)}"}`),
    "/payload/FilterExpression",
    "must be at most 4096 characters long.",
  ],
  [
    list('{"ConsistentRead":"yes"}'),
    "/payload/ConsistentRead",
    "must be of type boolean, received string.",
  ],
  [
    list('{"Select":"ALL"}'),
    "/payload/Select",
    "must be one of ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES, SPECIFIC_ATTRIBUTES, COUNT.",
  ],
  [
    list('{"ExpressionAttributeNames":{"#a":1}}'),
    "/payload/ExpressionAttributeNames/#a",
    "must be of type string, received number.",
  ],
  [
    list('{"ExclusiveStartKey":12345678901234567890}'),
    "/payload/ExclusiveStartKey",
    "must be of type object, received number.",
  ],
  [
    list('{"ExclusiveStartKey":{"Id":{"$set":[]}}}'),
    "/payload/ExclusiveStartKey/Id/$set",
    "must be a list of strings, of numbers or of $binary: at least one, and none twice.",
  ],
];

test.each(cases.map(([body, ...told]) => [body.slice(0, 80), body, ...told] as const))(
  "%s is refused with its place and reason",
  async (_, body, pointer, detail) => {
    const { statusCode, json } = await service.post(body);
    expect([statusCode, json.errors]).toStrictEqual([400, [{ pointer, detail }]]);
    expect(json.detail).toBe(pointer === "" ? `The body ${detail}` : `${pointer} ${detail}`);
    expect(service.sent).toStrictEqual([]);
  },
);

describe("a row of one's own may have any schema", () => {
  afterEach(() => jest.restoreAllMocks());

  test.each<[z.ZodMiniType, unknown, string]>([
    [z.iso.date(), "tomorrow", "must be a valid date."],
    [z.email({ error: "must be where we can write to." }), "x", "must be where we can write to."],
    [z.string().check(z.regex(/^a/)), "b", "is not valid here."],
    [z.string().check(z.regex(/^a/, "must begin with a.")), "b", "must begin with a."],
    [z.string().check(z.length(3)), "ab", "must be at least 3 characters long."],
    [z.number().check(z.positive()), 0, "must be more than 0."],
    [z.number().check(z.lt(9)), 9, "must be less than 9."],
    [z.int().check(z.multipleOf(5)), 3, "must be a multiple of 5."],
    [attribute, undefined, "is required."],
    [attribute, { $set: [] }, "/$set must be a list of strings, of numbers or of $binary"],
    [z.union([z.string(), z.int()]), true, "is not valid here."],
  ])("%#: it is told what is wrong with %j", (schema, payload, detail) => {
    jest.replaceProperty(rows.echo as { payload: z.ZodMiniType }, "payload", schema);
    const read = () => readRequest({ operation: "echo", payload }, new Map());
    expect(read).toThrow(`/payload${detail.startsWith("/") ? "" : " "}${detail}`);
  });

  test("the value of one attribute is decoded as in an item", () => {
    jest.replaceProperty(rows.echo as { payload: z.ZodMiniType }, "payload", attribute);
    const read = (payload: unknown) => readRequest({ operation: "echo", payload }, new Map());
    expect(read({ $binary: "AQ==" }).payload).toStrictEqual(new Uint8Array([1]));
    expect(read("a").payload).toBe("a");
  });
});

test.each([
  ["create", "Item"],
  ["read", "Key"],
  ["update", "Key"],
  ["delete", "Key"],
  ["query", "KeyConditionExpression"],
])("%s without %s is refused with its name", async (operation, name) => {
  const { json } = await service.post({ operation });
  expect(json.errors).toStrictEqual([{ pointer: `/payload/${name}`, detail: "is required." }]);
});

/** That many parameters that nobody knows. */
const many = (count: number) =>
  list(JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, 1]))));

test.each([
  [2, 2, "2 problems in the body."],
  [100, 100, "100 problems in the body."],
  [101, 100, "101 problems in the body; 100 are listed."],
  [5000, 100, "5000 problems in the body; 100 are listed."],
])("of %d problems %d are listed, and all are counted", async (count, listed, detail) => {
  const { json } = await service.post(many(count));
  expect(json.detail).toBe(detail);
  expect(json.errors).toStrictEqual(
    Array.from({ length: listed }, (_, i) => ({ pointer: `/payload/p${i}`, detail: unknown })),
  );
});
