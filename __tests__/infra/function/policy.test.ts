/** The policy's statements about tables, computed from rows and tables without a stack. */
import type { Operation } from "../../../functions/operation";
import { operations } from "../../../functions/operations";
import type { Table } from "../../../functions/table";
import { tableStatements } from "../../../infra/function/policy";

const keys = [{ name: "Id", type: "S" }] as const;
const indexes = [{ name: "by-m", isLocal: false, keys }];
const table = (name: string, more: Partial<Table> = {}): Table => ({
  name,
  physicalName: name,
  keys,
  ...more,
});

const rows = Object.entries<Operation>(operations);
const actionsOf = (some: typeof rows) =>
  some.flatMap(([, row]) => ("Command" in row ? row.actions : []));

/** In the policy the name of a table stands for its ARN. */
const statementsFor = (tables: readonly Table[], some?: Readonly<Record<string, Operation>>) =>
  tableStatements(tables, new Map(tables.map(({ name }) => [name, { arn: name }])), some);

test.each(rows)("without the row %s, the actions that only it needs are removed", (name) => {
  const others = rows.filter(([other]) => other !== name);
  const allowed = statementsFor([table("t")], Object.fromEntries(others)).flatMap(
    ({ Action }) => Action,
  );
  expect(allowed).toStrictEqual([...new Set(actionsOf(others))].sort());
});

test("without any row that runs a command there is no statement at all", () => {
  const { echo, ping } = operations;
  expect(statementsFor([table("t")], { echo, ping })).toStrictEqual([]);
});

test("tables that allow the same have one statement; an index has one if an operation asks it", () => {
  const only = (...open: string[]) => ({ operations: open, indexes });
  const found = statementsFor([
    table("A", only("read", "query")),
    table("B", only("create")),
    table("C", only("query", "read")),
    table("D", { operations: ["read", "query"] }),
    table("E", only("list")),
  ]).map(({ Sid, Action, Resource }) => [Sid, Action, Resource]);
  expect(found).toStrictEqual([
    ["Tables", ["dynamodb:GetItem", "dynamodb:Query"], ["A", "C", "D"]],
    ["Tables2", ["dynamodb:PutItem"], ["B"]],
    ["Tables3", ["dynamodb:Scan"], ["E"]],
    ["Indexes", ["dynamodb:Query"], ["A/index/by-m", "C/index/by-m"]],
    ["Indexes2", ["dynamodb:Scan"], ["E/index/by-m"]],
  ]);
});

test.each<[string, string[], string[]]>([
  ["a create is a POST", ["create"], ["PutItem"]],
  ["an update reads the version first", ["update"], []],
  ["with the read it can", ["read", "update"], ["GetItem", "UpdateItem"]],
  ["the envelope deletes", ["delete"], ["DeleteItem"]],
  ["nothing writes by batches", ["batchWrite", "batchRead"], ["BatchGetItem"]],
])("with versions there is no permission that nothing can use: %s", (_, open, actions) => {
  const versioned = table("t", { operations: open, versionAttribute: "version" });
  expect(statementsFor([versioned]).flatMap(({ Action }) => Action)).toStrictEqual(
    actions.map((action) => `dynamodb:${action}`),
  );
});
