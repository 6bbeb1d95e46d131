/** The engine's cached parsers, compared with the same parsers without a cache; and nesting that those never finish. */
import { readFileSync } from "node:fs";
import { DynamoDBClient, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import conditions from "dynalite/db/conditionParser";
import updates from "dynalite/db/updateParser";
import fc from "fast-check";
import { addCache, compile, type Parser } from "../../../local/engine/parsers";
import { createTables } from "../../../local/engine/tables";
import { startTestEngine } from "../../support/engine";
import { checkSync } from "../../support/functions/fuzz";

const cachedOf = (name: string) => {
  const file = require.resolve(`dynalite/db/${name}`);
  return compile(addCache(readFileSync(file, "utf8")));
};

/** What dynalite makes of an expression: the tree with what was used of names and values, or its message. */
function read(parser: Parser, expression: string) {
  const context = {
    attrNames: { "#a": "a", "#unused": "b" },
    attrVals: { ":s": { S: "s" }, ":n": { N: "1" }, ":m": { N: "2" }, ":unused": { S: "" } },
    unusedAttrNames: { "#a": true, "#unused": true },
    unusedAttrVals: { ":s": true, ":n": true, ":m": true, ":unused": true },
    isReserved: (name: string) => name === "name",
    compare: (_: string, { N: x }: { N: string }, { N: y }: { N: string }) => x > y,
  };
  try {
    const tree = parser.parse(expression, { context });
    return JSON.stringify({ tree, ...context });
  } catch (error) {
    return String(error);
  }
}

const { operand, condition, value } = fc.letrec<Record<"operand" | "condition" | "value", string>>(
  (tie) => ({
    operand: fc.oneof(
      { maxDepth: 3 },
      { weight: 6, arbitrary: fc.constantFrom("a", "b.c[1]", "#a", ":s", ":n", ":m") },
      fc.constantFrom("name", "#none", ":none", "", "1"),
      tie("operand").map((inner) => `size(${inner})`),
      tie("operand").map((inner) => `( ${inner})`),
      fc.tuple(tie("operand"), tie("operand")).map((two) => `contains(${two})`),
    ),
    condition: fc.oneof(
      { maxDepth: 3 },
      fc
        .tuple(tie("operand"), fc.constantFrom("=", "<>", "<=", ">"), tie("operand"))
        .map((parts) => parts.join(" ")),
      fc
        .tuple(tie("operand"), tie("operand"), tie("operand"))
        .map(([a, b, c]) => `${a} IN (${b},${c})`),
      fc
        .tuple(tie("operand"), tie("operand"), tie("operand"))
        .map(([a, b, c]) => `${a} between ${b} AND ${c}`),
      fc.constantFrom(
        "attribute_exists(a)",
        "attribute_type(a, :s)",
        "begins_with(a, :n)",
        "nothing(a)",
      ),
      tie("condition").map((inner) => `NOT ${inner}`),
      tie("condition").map((inner) => `(${inner})`),
      fc
        .tuple(tie("condition"), fc.constantFrom("AND", "or"), tie("condition"))
        .map((parts) => `(${parts.join(" ")})`),
    ),
    value: fc.oneof(
      { maxDepth: 3 },
      tie("operand"),
      tie("value").map((inner) => `(${inner})`),
      fc
        .tuple(tie("value"), fc.constantFrom("+", "-"), tie("value"))
        .map((parts) => parts.join("")),
      fc.tuple(tie("value"), tie("value")).map((two) => `if_not_exists(${two})`),
    ),
  }),
);

test("the cache changes neither the tree nor the message of any condition", () => {
  const cached = cachedOf("conditionParser");
  const trees = { number: 0 };
  checkSync(
    300,
    fc.property(fc.oneof(condition, operand), (expression) => {
      const result = read(cached, expression);
      expect(result).toBe(read(conditions, expression));
      if (result.includes('"expression":')) trees.number += 1;
    }),
  );
  expect(trees.number).toBeGreaterThan(0);
});

test("the cache changes neither the tree nor the message of any update", () => {
  const cached = cachedOf("updateParser");
  checkSync(
    200,
    fc.property(value, operand, (set, other) => {
      for (const expression of [`SET a = ${set}`, `SET ${other} = ${set}, b=:n ADD ${other} :n`]) {
        expect(read(cached, expression)).toBe(read(updates, expression));
      }
    }),
  );
});

test("parsers that are not the expected ones are refused", () => {
  expect(() => addCache("module.exports = {};")).toThrow("dynalite's parsers have changed");
});

describe("nesting as deep as 4 KB allow", () => {
  const nest = (levels: number, open: string, close: string) =>
    `${open.repeat(levels)}a=:n${close.repeat(levels)}`;
  const TableName = "Deep";
  let engine: Awaited<ReturnType<typeof startTestEngine>>;
  let client: DynamoDBClient;
  beforeAll(async () => {
    engine = await startTestEngine();
    client = new DynamoDBClient({ endpoint: engine.endpoint, maxAttempts: 1 });
    const attribute = [{ name: "Id", type: "S" }];
    await createTables(client, [{ name: TableName, hash_key: "Id", attribute }]);
    const update = new UpdateItemCommand({
      TableName,
      Key: { Id: { S: "1" } },
      UpdateExpression: "SET a = :n",
      ExpressionAttributeValues: { ":n": { N: "1" } },
    });
    await client.send(update);
  });
  afterAll(async () => {
    client.destroy();
    await engine.close();
  });

  test.each([
    ["on the left", nest(300, "(", " OR b=:n)")],
    ["on the right", nest(300, "(b=:n OR ", ")")],
    ["below NOT", nest(300, "(NOT (", " AND a=:n))")],
  ])("%s is answered", async (_, FilterExpression) => {
    const ExpressionAttributeValues = { ":n": { N: "1" } };
    const scan = new ScanCommand({ TableName, FilterExpression, ExpressionAttributeValues });
    expect(await client.send(scan)).toMatchObject({ Count: 1 });
  });

  test.each(["(", "(NOT", "a=(", "size("])("of %j that never closes is refused", async (open) => {
    const FilterExpression = open.repeat(4096 / open.length);
    const scan = client.send(new ScanCommand({ TableName, FilterExpression }));
    await expect(scan).rejects.toMatchObject({ name: "ValidationException" });
  });
});
