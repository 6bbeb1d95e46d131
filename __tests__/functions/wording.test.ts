/** How answers quote names: those that a caller made up are cut, lists of names and details are short. */
import { createHandler } from "../../functions/handler";
import { inProcess } from "../support/functions/clients";
import { guideTable, root, tableOf } from "../support/functions/events";

const clientOf = (tableNames: readonly string[]) => {
  const tables = new Map(tableNames.map((name) => [name, tableOf(name, guideTable)]));
  return inProcess(createHandler({ send: async () => ({}), tables, log: () => {} }));
};
const list = (payload: string) => `{"operation":"list","payload":${payload}}`;
const post = (body: string) => clientOf(["LambdaTable"])("POST", root, { body });

test.each([
  ["a parameter", (name: string) => list(`{"${name}":1}`), "/payload/"],
  ["a placeholder", (name: string) => list(`{"ExpressionAttributeNames":{"${name}":1}}`), "/"],
  ["a marker", (name: string) => list(`{"ExclusiveStartKey":{"a":{"$${name}":1}}}`), "/$"],
])("the name of %s is quoted in 64 characters at most, and no half of one", async (_, body, at) => {
  const { json, text } = await post(body(`${"n".repeat(62)}~😀secret`));
  expect(json.errors[0].pointer).toContain(`${at}${"n".repeat(62)}`.slice(0, 50));
  expect(text).toMatch(/n~0?(\p{Emoji_Presentation})?…/u);
  expect(text).not.toMatch(/secret|\\ud8/);
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
    const { status, text, json } = await post(body);
    expect(status).toBe(400);
    expect(text.length).toBeLessThan(most);
    expect(Buffer.byteLength(json.detail)).toBeLessThanOrEqual(1000);
    for (const { pointer } of json.errors) {
      expect(Buffer.byteLength(pointer)).toBeLessThanOrEqual(1000);
      expect(pointer).not.toContain("\ufffd");
    }
  });
});

const listOf = (tableName?: string) => ({ body: JSON.stringify({ operation: "list", tableName }) });

test.each([
  [0, "It serves no table."],
  [2, "It serves Table-0, Table-1."],
  [100, "It serves Table-0, Table-1, "],
  [100, ", Table-59, Table-60 and 39 more."],
])("of %d tables that are served, a caller is told as many as fit: …%s", async (count, told) => {
  const client = clientOf(Array.from({ length: count }, (_, i) => `Table-${i}`));
  const { status, json } = await client("POST", root, listOf("Other"));
  expect([status, json.detail]).toStrictEqual([403, expect.stringContaining(told)]);
});

test("a detail has at most 1000 bytes, also where it lists many paths and tables", async () => {
  const client = clientOf(Array.from({ length: 60 }, (_, i) => `Table-${i}-${"x".repeat(40)}`));
  const answers = [
    await client("GET", "/nothing"),
    await client("POST", root, listOf()),
    await client("POST", root, listOf("Other")),
  ];
  expect(answers[0]?.json.detail).toMatch(/…$/);
  for (const { json } of answers) {
    expect(Buffer.byteLength(json.detail)).toBeGreaterThan(500);
    expect(Buffer.byteLength(json.detail)).toBeLessThanOrEqual(1000);
  }
});
