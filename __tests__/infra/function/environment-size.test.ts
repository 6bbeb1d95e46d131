/** Lambda refuses a function whose variables take more than 4 KB: a synth says so before a deploy fails of it. */
import { tableOperations } from "../../../functions/access";
import type { OperationName } from "../../../functions/operations";
import { synthesize } from "../../support/infra/synthesize";

const limit = 4096;

/** @param key the name of the last table's hash key */
const tablesOf = (count: number, key = "Id") =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `Table${String(i).padStart(3, "0")}`,
      { hashKey: { name: i === count - 1 ? key : "Id", type: "S" as const } },
    ]),
  );

/** As Lambda measures it: the bytes of the variables in JSON. */
const sizeOf = (tables: ReturnType<typeof tablesOf>): number => {
  const { variables } = synthesize({ tables }).one("aws_lambda_function")["environment"];
  return Buffer.byteLength(JSON.stringify(variables));
};

const refusal = (size: number) =>
  new RegExp(`take ${size} bytes .* Lambda allows ${limit}\\. Use fewer tables or shorter names`);

test("tables that just fit are accepted, and one byte more is refused", () => {
  const spare = limit - sizeOf(tablesOf(41));
  expect(sizeOf(tablesOf(41, "k".repeat(2 + spare)))).toBe(limit);
  const tables = tablesOf(41, "k".repeat(3 + spare));
  expect(() => synthesize({ tables })).toThrow(refusal(limit + 1));
});

test("a letter counts as the bytes that it takes", () => {
  const spare = limit - sizeOf(tablesOf(41));
  const half = Math.floor(spare / 2);
  expect(sizeOf(tablesOf(41, `Id${"é".repeat(half)}`))).toBeLessThanOrEqual(limit);
  const tables = tablesOf(41, `Id${"é".repeat(half + 1)}`);
  expect(() => synthesize({ tables })).toThrow(refusal(limit + 2 - (spare % 2)));
});

test("a table's operations count only where some are missing, in the order of the operation table", () => {
  const [first, second] = tableOperations as [OperationName, OperationName];
  const withOperations = (operations: OperationName[]) => {
    const tables = { LambdaTable: { hashKey: { name: "Id", type: "S" as const }, operations } };
    return synthesize({ tables }).one("aws_lambda_function")["environment"].variables.TABLES;
  };
  const { TABLES: usual } = synthesize().one("aws_lambda_function")["environment"].variables;
  expect(withOperations([...tableOperations].reverse())).toBe(usual);
  expect(withOperations([second, first])).toBe(
    usual.replace(/\}\]$/, `,"operations":"${first} ${second}"}]`),
  );
});

test("the CORS origin counts too", () => {
  const spare = limit - sizeOf(tablesOf(41));
  const tables = tablesOf(41, "k".repeat(2 + spare));
  const cors = { origin: "*" };
  expect(() => synthesize({ tables, api: { cors } })).toThrow(/ take \d{4} bytes /);
});

test("two tables with as many indexes as DynamoDB allows fit", () => {
  const number = (name: string) => ({ name, type: "N" as const });
  const many = <T>(count: number, one: (i: number) => T) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`by-field-${i}`, one(i)]));
  const table = {
    hashKey: number("customer"),
    sortKey: number("time"),
    globalIndexes: many(20, (i) => ({ hashKey: number(`field${i}`), sortKey: number("time") })),
    localIndexes: Object.fromEntries(
      Object.entries(many(5, (i) => number(`order${i}`))).map(([name, key]) => [`l-${name}`, key]),
    ),
  };
  const { variables } = synthesize({ tables: { Orders: table, Products: table } }).one(
    "aws_lambda_function",
  )["environment"];
  expect(Buffer.byteLength(JSON.stringify(variables))).toBeLessThanOrEqual(limit);
});
