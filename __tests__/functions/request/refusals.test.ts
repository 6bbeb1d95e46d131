/** What a caller is told of a body that is wrong, word for word: where it is wrong, and what to do. */
import { operations as rows } from "../../../functions/operations";
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
  [list('{"Limit":1e125}'), "/payload/Limit", "must be of type number, received number."],
  [list('{"Limit":1.5}'), "/payload/Limit", "must be of type int, received number."],
  [list('{"IndexName":"ab"}'), "/payload/IndexName", "must be at least 3 characters long."],
  [
    list(`{"IndexName":"${"a".repeat(256)}"}`),
    "/payload/IndexName",
    "must be at most 255 characters long.",
  ],
  [
    list('{"FilterExpression":""}'),
    "/payload/FilterExpression",
    "must be at least 1 characters long.",
  ],
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
    "must be a list of different strings, numbers or $binary.",
  ],
];

test.each(cases.map(([body, ...told]) => [body.slice(0, 80), body, ...told] as const))(
  "%s is refused with its place and reason",
  async (_, body, pointer, detail) => {
    const { json } = await service.post(body);
    expect(json.errors).toStrictEqual([{ pointer, detail }]);
    expect(json.detail).toBe(pointer === "" ? `The body ${detail}` : `${pointer} ${detail}`);
  },
);

test.each([
  ["create", "Item"],
  ["read", "Key"],
  ["update", "Key"],
  ["delete", "Key"],
  ["query", "KeyConditionExpression"],
])("%s without %s gets an error that names it", async (operation, name) => {
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

test.each([
  ["a parameter", (name: string) => list(`{"${name}":1}`), "/payload/"],
  ["a placeholder", (name: string) => list(`{"ExpressionAttributeNames":{"${name}":1}}`), "/"],
  ["a marker", (name: string) => list(`{"ExclusiveStartKey":{"a":{"$${name}":1}}}`), "/$"],
])("the name of %s is quoted in 64 characters at most, and no half of one", async (_, body, at) => {
  const { json } = await service.post(body(`${"n".repeat(62)}~😀secret`));
  expect(json.errors[0].pointer).toContain(`${at}${"n".repeat(62)}`.slice(0, 50));
  expect(JSON.stringify(json)).toMatch(/n~0?(\p{Emoji_Presentation})?…/u);
  expect(JSON.stringify(json)).not.toMatch(/secret|\\ud8/);
});

describe("however long the names are", () => {
  const nested = (name: string, levels: number): string =>
    levels === 0 ? '{"$set":[]}' : `{"${name}":${nested(name, levels - 1)}}`;
  const item = `{"operation":"create","payload":{"Item":{"Id":"1","a":[${Array.from({ length: 100 }, () => nested("é".repeat(150), 30)).join()}]}}}`;

  test.each([
    ["a hundred pointers", item, 130_000],
    ["one name as long as a body", list(`{"${"n".repeat(1_000_000)}":1}`), 500],
    ["one pointer of many names", item.replace(/\[(.*?),.*\]/, "[$1]"), 2500],
  ])("%s make no long answer", async (_, body, most) => {
    const { statusCode, body: answer, json } = await service.post(body);
    expect(statusCode).toBe(400);
    expect(answer.length).toBeLessThan(most);
    expect(Buffer.byteLength(json.detail)).toBeLessThanOrEqual(1000);
    for (const { pointer } of json.errors) {
      expect(Buffer.byteLength(pointer)).toBeLessThanOrEqual(1000);
      expect(pointer).not.toContain("\ufffd");
    }
  });
});

test("errors outside the payload are listed first, and all at once", async () => {
  const { json } = await service.post('{"tableName":1,"operation":"query","payload":{"Limit":0}}');
  expect(json.errors.map(({ pointer }: { pointer: string }) => pointer)).toStrictEqual([
    "/tableName",
    "/payload/KeyConditionExpression",
    "/payload/Limit",
  ]);
});
