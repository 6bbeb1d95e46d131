import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { exactNumber, formatJson, parseJson } from "../../functions/json";

test.each([
  "0",
  "-1.5",
  "123456789012345",
  "12345678901234567890",
  "0.1234567890123456789012345678901234567",
  "99999999999999999999999999999999999999",
  "1e125",
  "-1E-130",
  '"1e5, 12345678901234567890"',
  '{"a":[1,{"b":9007199254740993}],"c":1.0e3}',
  '[null,true,"\\u0000"]',
])("%s comes out as the same value", (text) => {
  expect(formatJson(parseJson(text))).toBe(text);
});

test.each([
  ["1.50", "1.5"],
  ["-0", "0"],
  [' { "a" : 1 , "a" : 12345678901234567890 } ', '{"a":12345678901234567890}'],
])("%s is written %s", (text, written) => {
  expect(formatJson(parseJson(text))).toBe(written);
});

test("a number is a JavaScript number as long as that says the same", () => {
  expect(exactNumber("42")).toBe(42);
  expect(exactNumber("9007199254740992")).toBe(9007199254740992);
  expect(exactNumber("9007199254740993")).toBeInstanceOf(NumberValue);
  expect(exactNumber("1E+3")).toBeInstanceOf(NumberValue);
});

test.each(["", "{", "[1,]", "01", "1 2", "{'a':1}", "NaN", "[12345678901234567890,]", "\ufeff1"])(
  "%j is no JSON",
  (text) => {
    expect(() => parseJson(text)).toThrow("The body is not valid JSON.");
  },
);

test.each(['{"__proto__":1}', '[{"a":{"__proto__":{}}}]', '{"\\u005f\\u005fproto__":null}'])(
  "%s is refused, since the SDK would lose the key",
  (text) => {
    expect(() => parseJson(text)).toThrow('The key "__proto__" is not accepted');
  },
);

test("the word __proto__ is no key and passes", () => {
  expect(parseJson('{"a":"__proto__","\\u0062":1}')).toEqual({ a: "__proto__", b: 1 });
});
