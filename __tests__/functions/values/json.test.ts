/** JSON texts to values and back: numbers are exact, and what is no JSON is refused with its place. */
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { Problem } from "../../../functions/problem";
import { formatJson, parseJson } from "../../../functions/values/json";
import { exactNumber } from "../../../functions/values/numbers";

test.each([
  "0",
  "-1.5",
  "123456789012345",
  "12345678901234567890",
  "0.1234567890123456789012345678901234567",
  "99999999999999999999999999999999999999",
  "1e125",
  "-1e-130",
  "-0",
  "9007199254740993",
  "100000000000000000000",
  "[1e400,-1e-400]",
  "-1e300",
  "[1E400]",
  "1E-400",
  '"1e5, 12345678901234567890"',
  '{"a":[1,{"b":9007199254740993}],"c":1e125}',
  '[null,true,"\\u0000"]',
])("%s comes out as the same value", (text) => {
  expect(formatJson(parseJson(text))).toBe(text);
});

test.each([
  '[-0,"a"]',
  '{"a":-0,"b":1}',
  '["\\\\",-0,"\\"",-0,"\\\\\\"",-0,"a"]',
  '["1e125,",12345678901234567890,"[1e125"]',
  '[[1e125],"a"]',
])("%s is read exactly beside a long text", (text) => {
  const padded = `["${"a".repeat(20_000)}",${text}]`;
  expect(formatJson(parseJson(padded))).toBe(padded);
});

test.each([
  ["1.50", "1.5"],
  ["1.0e3", "1000"],
  ["[1,-0.50]", "[1,-0.5]"],
  ['{"a": -0}', '{"a":-0}'],
  ["[\n-0]", "[-0]"],
  [' { "a" : 1 , "a" : 12345678901234567890 } ', '{"a":12345678901234567890}'],
])("%s is written %s", (text, written) => {
  expect(formatJson(parseJson(text))).toBe(written);
});

test.each([
  ["42", 42],
  ["1e2", 100],
  ["1.0", 1],
  ["0.000", 0],
  ["0e9", 0],
  ["1e-300", 1e-300],
  ["999999999999999", 999999999999999],
  ["9007199254740991", Number.MAX_SAFE_INTEGER],
  ["-9007199254740991", Number.MIN_SAFE_INTEGER],
])("%s is a JavaScript number of the same value", (literal, number) => {
  expect(exactNumber(literal)).toBe(number);
});

test.each([
  "9007199254740992",
  "9007199254740990.4",
  "1e16",
  "1e-400",
  "1.23456789012345e-320",
  "1e400",
  "-0",
])("%s is kept as its literal", (literal) => {
  expect(exactNumber(literal)).toBeInstanceOf(NumberValue);
});

describe("Lambda's own serializer", () => {
  const text = '{"a":[1,"x",null,{"b":12345678901234567890}]}';

  test("writes the same value on Node 22, and on Node 20 one that is rounded", () => {
    const exact = "rawJSON" in JSON ? "12345678901234567890" : "12345678901234567000";
    expect(JSON.stringify(parseJson(text))).toBe(text.replace("12345678901234567890", exact));
  });

  test("does not need JSON.rawJSON, which Node 20 lacks", () => {
    const { rawJSON } = JSON as { rawJSON?: unknown };
    Reflect.deleteProperty(JSON, "rawJSON");
    jest.isolateModules(() => {
      const older: typeof import("../../../functions/values/json") = require("../../../functions/values/json");
      const value = older.parseJson("[1e125]");
      expect(JSON.parse(JSON.stringify(value))).toStrictEqual([1e125]);
      expect(older.formatJson(value)).toBe("[1e125]");
    });
    if (rawJSON) Object.assign(JSON, { rawJSON });
  });

  test("writes answers where JSON.rawJSON exists", () => {
    const { rawJSON } = JSON as { rawJSON?: unknown };
    Object.assign(JSON, { rawJSON: rawJSON ?? Number });
    jest.isolateModules(() => {
      const newer: typeof import("../../../functions/values/json") = require("../../../functions/values/json");
      expect(newer.formatJson(newer.parseJson("[1e3,-0.5]"))).toBe("[1000,-0.5]");
      expect(newer.formatJson(newer.parseJson("[1e125]"))).toMatch(/^\[1e\+?125\]$/);
    });
    if (!rawJSON) Reflect.deleteProperty(JSON, "rawJSON");
  });
});

test.each([
  ["", 1, 1],
  ["{", 1, 2],
  ["[1,]", 1, 4],
  ["01", 1, 2],
  ["1 2", 1, 3],
  ["{'a':1}", 1, 2],
  ["NaN", 1, 1],
  ["[12345678901234567890,]", 1, 23],
  ["\ufeff1", 1, 1],
  ['{\n  "a": 1,\n  "b": secret\n}', 3, 8],
  ['{\r\n  "a": 1e5,\r\n  "b" "secret"\r\n}', 3, 7],
  ["[1,\r2,\r\r]", 4, 1],
  ['["secret', 1, 9],
  ['["😀", secret]', 1, 8],
])("%j is no JSON, and the place is named without the text", (text, line, column) => {
  const detail = `The body is not valid JSON at line ${line}, column ${column}.`;
  expect(() => parseJson(text)).toThrow(new Problem("invalid-body", detail));
});

test("a text that is nested too deeply for the exact parser is refused", () => {
  const text = `${"[".repeat(100_000)}1e5${"]".repeat(100_000)}`;
  expect(() => parseJson(text)).toThrow("The body is nested too deeply.");
});

test.each(['{"__proto__":1}', '[{"a":{"__proto__":{}}}]', '{"\\u005f\\u005fproto__":null}'])(
  "%s is refused, since the SDK would lose the key",
  (text) => {
    expect(() => parseJson(text)).toThrow('The key "__proto__" is not accepted');
  },
);

test("a text __proto__ is no key and is accepted", () => {
  expect(parseJson('{"a":"__proto__","\\u0062":1}')).toStrictEqual({ a: "__proto__", b: 1 });
});
