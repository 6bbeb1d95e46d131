/** Tags and preconditions by themselves, from the tables and the grammar of RFC 9110. */
import {
  findFalse,
  isSameStrong,
  isSameWeak,
  type Preconditions,
  readField,
} from "../../../functions/rest/entity-tags";

/** RFC 9110, section 8.8.3.2. */
test.each([
  ['W/"1"', 'W/"1"', false, true],
  ['W/"1"', 'W/"2"', false, false],
  ['W/"1"', '"1"', false, true],
  ['"1"', '"1"', true, true],
  ['"1"', 'W/"1"', false, true],
  ['"1"', '"2"', false, false],
  ['""', '""', true, true],
  ['"1"', '"1 "', false, false],
])(
  "%s and %s: the same by strong comparison %j, by weak comparison %j",
  (one, other, strong, weak) => {
    expect(isSameStrong(one, other)).toBe(strong);
    expect(isSameWeak(one, other)).toBe(weak);
  },
);

/** Sections 8.8.3 (entity-tag) and 5.6.1 (lists, with empty elements). */
test.each<[string, "*" | readonly string[]]>([
  ["*", "*"],
  [" * ", "*"],
  ['"xyzzy"', ['"xyzzy"']],
  ['W/"xyzzy"', ['W/"xyzzy"']],
  ['""', ['""']],
  ['W/""', ['W/""']],
  ['"xyzzy", "r2d2xxxx", "c3piozzzz"', ['"xyzzy"', '"r2d2xxxx"', '"c3piozzzz"']],
  ['W/"xyzzy", W/"r2d2xxxx"', ['W/"xyzzy"', 'W/"r2d2xxxx"']],
  ['"a","b"', ['"a"', '"b"']],
  ['"a"\t ,\t"b"', ['"a"', '"b"']],
  ['"a,b", "*"', ['"a,b"', '"*"']],
  ['"a\\", "b"', ['"a\\"', '"b"']],
  ['"W/", "\'!#~"', ['"W/"', '"\'!#~"']],
  ['"é\u{1f986}"', ['"é\u{1f986}"']],
  ["", []],
  [" ,\t, ", []],
  [', "a",, ,"b", ', ['"a"', '"b"']],
])("the field %j is %j", (text, field) => {
  expect(readField("If-Match", text)).toStrictEqual(field);
});

test.each([
  "1",
  "1764000000000",
  "'a'",
  '"a',
  'a"',
  '"a" "b"',
  '"a""b"',
  '"a"; "b"',
  '"a", *',
  '*, "a"',
  "**",
  '"*',
  'w/"a"',
  'W/ "a"',
  'W"a"',
  "W/a",
  "W/",
  '"a b"',
  '"a\tb"',
  '"a\u007fb"',
  '"a\nb"',
  '"a", b',
  'b, "a"',
  '"',
  '"""',
])("the field %j is refused with how it looks", (text) => {
  expect(() => readField("If-None-Match", text)).toThrow(
    expect.objectContaining({
      kind: "invalid-parameter",
      message: expect.stringMatching(/^If-None-Match must be \* or tags in quotation marks.*"\d+"/),
    }),
  );
});

test("a long field is read in no time, whether it is right or not", () => {
  const long = (end: string) => `${'"a" \t, ,'.repeat(20_000)}${" ".repeat(100_000)}${end}`;
  expect(readField("If-Match", long(""))).toHaveLength(20_000);
  expect(() => readField("If-Match", long("x"))).toThrow("If-Match must be");
  expect(() => readField("If-Match", '"'.repeat(100_001))).toThrow("If-Match must be");
});

const nothing = undefined;
const plain = {};
const tagged = { tag: '"1"' };
const weak = { tag: 'W/"1"' };

/** Section 13.1.1: what is there, and whether If-Match is true. */
test.each([
  ["*", false, true, true, true],
  ["", false, false, false, false],
  ['"1"', false, false, true, false],
  ['W/"1"', false, false, false, false],
  ['"2"', false, false, false, false],
  ['"2", "1"', false, false, true, false],
  ['W/"1", "1"', false, false, true, false],
  ['"*"', false, false, false, false],
])(
  "If-Match: %s is true for nothing %j, no tag %j, a tag %j, a weak tag %j",
  (text, ...expected) => {
    const ifMatch = readField("If-Match", text);
    const falseFor = expected.map((holds) => (holds ? undefined : "ifMatch"));
    expect([nothing, plain, tagged, weak].map((one) => findFalse({ ifMatch }, one))).toStrictEqual(
      falseFor,
    );
  },
);

/** Section 13.1.2. */
test.each([
  ["*", true, false, false, false],
  ["", true, true, true, true],
  ['"1"', true, true, false, false],
  ['W/"1"', true, true, false, false],
  ['"2"', true, true, true, true],
  ['"2", W/"1"', true, true, false, false],
  ['"*"', true, true, true, true],
])(
  "If-None-Match: %s is true for nothing %j, no tag %j, a tag %j, a weak tag %j",
  (text, ...expected) => {
    const ifNoneMatch = readField("If-None-Match", text);
    const falseFor = expected.map((holds) => (holds ? undefined : "ifNoneMatch"));
    expect(
      [nothing, plain, tagged, weak].map((one) => findFalse({ ifNoneMatch }, one)),
    ).toStrictEqual(falseFor);
  },
);

/** Section 13.2.2. */
test.each<[Preconditions, keyof Preconditions | undefined]>([
  [{}, undefined],
  [{ ifMatch: ['"2"'], ifNoneMatch: ['"1"'] }, "ifMatch"],
  [{ ifMatch: ['"1"'], ifNoneMatch: ['"1"'] }, "ifNoneMatch"],
  [{ ifMatch: ['"1"'], ifNoneMatch: ['"2"'] }, undefined],
  [{ ifMatch: "*", ifNoneMatch: "*" }, "ifNoneMatch"],
])("of %j the first that is false is %j", (preconditions, field) => {
  expect(findFalse(preconditions, tagged)).toBe(field);
});
