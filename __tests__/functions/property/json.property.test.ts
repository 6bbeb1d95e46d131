/** JSON is read as by a parser that looks at every number, and what is written is read as the same. */
import fc from "fast-check";
import { parse } from "lossless-json";
import { formatJson, parseJson } from "../../../functions/values/json";
import { exactNumber } from "../../../functions/values/numbers";
import { checkSync } from "../../support/functions/fuzz";

/** Literals of every kind, near and beyond what a double holds. */
const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.constantFrom("0", "1", "42", "999999999999999", "9007199254740993", "1234567890".repeat(4)),
    fc.constantFrom("", ".0", ".5", ".1234567890", ".00000000000000000000000000000000000001"),
    fc.constantFrom("", "e5", "E+5", "e-5", "e125", "e-130", "e400", "e-400"),
  )
  .map((parts) => parts.join(""));

/** Texts that look like numbers, or like what is around them. */
const text = fc.oneof(
  { weight: 2, arbitrary: fc.string({ maxLength: 8 }) },
  fc.constantFrom(
    "\\",
    '"',
    '\\"',
    ',1e5,"',
    ":-0",
    "[12345678901234567890",
    "\\\\",
    "a".repeat(600),
  ),
  fc.string({ unit: fc.constantFrom("\\", '"', ":", "1", "e", ",", "-", "0"), maxLength: 12 }),
);

const space = fc.constantFrom("", "", "", " ", "\n\t", "  ");
const quoted = text.map((value) => JSON.stringify(value));

const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    quoted,
    number,
    fc.constantFrom("null", "true", "false"),
    fc
      .tuple(fc.array(tie("json"), { maxLength: 5 }), space)
      .map(([items, gap]) => `[${gap}${items.join(`${gap},${gap}`)}${gap}]`),
    fc
      .tuple(fc.array(fc.tuple(quoted, tie("json")), { maxLength: 5 }), space)
      .map(([members, gap]) => {
        const texts = members.map(([key, value]) => `${key}${gap}:${gap}${value}`);
        return `{${gap}${texts.join(`${gap},${gap}`)}${gap}}`;
      }),
  ),
}));

const reference = (body: string) =>
  parse(body, undefined, {
    parseNumber: exactNumber,
    onDuplicateKey: ({ newValue }) => newValue,
  });

test("every number is read exactly, at any place in a text", () => {
  checkSync(
    2000,
    fc.property(json, (body) => {
      expect(parseJson(body)).toStrictEqual(reference(body));
    }),
  );
});

test("every number is read exactly beside a long text", () => {
  checkSync(
    400,
    fc.property(json, (body) => {
      const padded = `{"long":"${"a".repeat(16_000)}","value":${body}}`;
      expect(parseJson(padded)).toStrictEqual(reference(padded));
    }),
  );
});

test("what was written is read as the same", () => {
  checkSync(
    500,
    fc.property(json, (body) => {
      const value = parseJson(body);
      expect(parseJson(formatJson(value))).toStrictEqual(value);
    }),
  );
});

test("a text is accepted as JSON if JSON.parse accepts it", () => {
  const pieces = fc.constantFrom(
    ...'{}[],:"\\.-+eE01 \n'.split(""),
    ..."123456789012345678 null true \\u0031 \u2028 \ufeff".split(" "),
  );
  checkSync(
    5000,
    fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 12 }), fc.string()), (body) => {
      expect(succeeds(() => parseJson(body))).toBe(succeeds(() => JSON.parse(body)));
    }),
  );
});

function succeeds(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
