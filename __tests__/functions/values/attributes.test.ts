/** JSON values to attributes and back: the types of DynamoDB, the markers, and what is refused. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { convertToAttr, unmarshall } from "@aws-sdk/util-dynamodb";
import { decodeAttributes, encodeAttributes } from "../../../functions/values/attributes";
import { formatJson, parseJson } from "../../../functions/values/json";
import { exactNumber } from "../../../functions/values/numbers";

type Attributes = Record<string, unknown>;

function decode(text: string) {
  const problems: string[] = [];
  const attributes = decodeAttributes(parseJson(text) as Attributes, (path, message) =>
    problems.push(`${path.join("/")} ${message}`),
  );
  return { attributes, problems };
}

/** One attribute at a time, as the document client does it. */
const mapValues = (object: object, change: (value: never) => AttributeValue) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value as never)]));

const wrapNumbers = exactNumber as (text: string) => number;

test.each<[string, object]>([
  ['{"a":""}', { a: { S: "" } }],
  ['{"a":{}}', { a: { M: {} } }],
  ['{"a":[]}', { a: { L: [] } }],
  ['{"a":null}', { a: { NULL: true } }],
  ['{"a":12345678901234567890}', { a: { N: "12345678901234567890" } }],
  ['{"a":{"$set":["x","y"]}}', { a: { SS: ["x", "y"] } }],
  ['{"a":{"$set":[1,12345678901234567890]}}', { a: { NS: ["1", "12345678901234567890"] } }],
  ['{"a":{"$binary":"AAEC"}}', { a: { B: new Uint8Array([0, 1, 2]) } }],
  ['{"a":{"$set":[{"$binary":"AA=="}]}}', { a: { BS: [new Uint8Array([0])] } }],
  ['{"a":{"$map":{"$set":1}}}', { a: { M: { $set: { N: "1" } } } }],
  [
    '{"a":{"$map":{"$map":{"$map":{"$set":1}}}}}',
    { a: { M: { $map: { M: { $set: { N: "1" } } } } } },
  ],
  ['{"a":{"$x":1,"y":2}}', { a: { M: { $x: { N: "1" }, y: { N: "2" } } } }],
  ['{"$set":[1]}', { $set: { L: [{ N: "1" }] } }],
  [
    '{"a":{"constructor":{"name":"Boolean"}}}',
    {
      a: { M: { constructor: { M: { name: { S: "Boolean" } } } } },
    },
  ],
  ['{"constructor":{"toString":1}}', { constructor: { M: { toString: { N: "1" } } } }],
])("%s is stored as the right type and read back the same", (text, stored) => {
  const { attributes, problems } = decode(text);
  expect(problems).toStrictEqual([]);
  const item = mapValues(attributes, (value) => convertToAttr(value));
  expect(item).toEqual(stored); // toStrictEqual takes a key "constructor" for a class
  expect(formatJson(encodeAttributes(unmarshall(item, { wrapNumbers })))).toBe(text);
});

test.each([
  ['{"a":{"$set":[]}}', "a/$set must be a list of strings"],
  ['{"a":{"$set":"x"}}', "a/$set must be a list of strings"],
  ['{"a":{"$set":["x",1]}}', "a/$set must be a list of strings"],
  ['{"a":{"$set":[1,"x"]}}', "a/$set must be a list of strings"],
  ['{"a":{"$set":["x","x"]}}', "a/$set must be a list of strings"],
  ['{"a":{"$set":[{"$binary":"AA=="},null]}}', "a/$set must be a list of strings"],
  ['{"a":{"$set":[[1]]}}', "a/$set must be a list of strings"],
  ['{"a":{"$set":[{"$binary":"AA=="},{"$binary":"AQ==","x":1}]}}', "a/$set must be a list"],
  ['{"a":{"$set":[null]}}', "a/$set must be a list of strings"],
  ['{"a":[{"$binary":"AA"}]}', "a/0/$binary must be base64"],
  ['{"a":{"$binary":1}}', "a/$binary must be base64"],
  ['{"a":{"b":{"$map":[1]}}}', "a/b/$map must be an object"],
  ['{"a":{"$sets":[1]}}', 'a/$sets is no known marker; write {"$map":{"$sets":…}}'],
])("%s is refused", (text, problem) => {
  expect(decode(text).problems).toStrictEqual([expect.stringContaining(problem)]);
});

test("all problems of an item are reported", () => {
  const { problems } = decode('{"a":{"$set":[]},"b":{"$binary":"?"},"c":[{"$x":1}]}');
  expect(problems).toHaveLength(3);
});

test("attributes are nested at most 32 levels deep", () => {
  const nested = (levels: number) => `{"a":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  expect(decode(nested(32)).problems).toStrictEqual([]);
  expect(decode(nested(33)).problems).toStrictEqual([
    expect.stringMatching(/deeper than 32 levels/),
  ]);
  const around = (value: string) => `{"a":${"[".repeat(32)}${value}${"]".repeat(32)}}`;
  for (const value of ["1", '"x"', '{"$binary":"AA=="}', '{"$set":["x"]}']) {
    expect(decode(around(value)).problems).toStrictEqual([]);
  }
  expect(decode(around('{"$map":{}}')).problems).toHaveLength(1);
});

test("a double that a parser has rounded is refused, not stored", () => {
  const problems: string[] = [];
  decodeAttributes({ a: 2 ** 53, b: { $set: [1, 1e20] }, c: 2 ** 53 - 1 }, (path, message) =>
    problems.push(`${path.join("/")} ${message}`),
  );
  expect(problems).toStrictEqual([
    expect.stringContaining("a is a number that Lambda"),
    expect.stringContaining("b/$set must be"),
  ]);
});

test.each([
  [{ a: "\ud800" }, ["a"]],
  [{ a: { b: ["\udc00x"] } }, ["a", "b", 0]],
  [{ "\ud800": 1 }, ["\ud800"]],
  [{ a: { "\ud800": 1 } }, ["a", "\ud800"]],
  [{ a: { $set: ["\ud800"] } }, ["a", "$set"]],
])(
  "half a surrogate pair in %j is refused, since it would be stored as another character",
  (item, path) => {
    const report = jest.fn();
    decodeAttributes(item, report);
    const half = "has half a surrogate pair, which is no character.";
    const set =
      "must be a list of strings, of numbers or of $binary: at least one, and none twice.";
    const message = path.includes("$set") ? set : half;
    expect(report.mock.calls).toStrictEqual([[path, message]]);
    report.mockClear();
    decodeAttributes({ a: "🦆", "🦆": { $set: ["🦆"] } }, report);
    expect(report).not.toHaveBeenCalled();
  },
);
