import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { TerraformStack, Testing } from "cdktf";
import type { Operation } from "../../../functions/operation";
import { operations } from "../../../functions/operations";
import { tableStatements } from "../../../infra/function/policy";

const stack = new TerraformStack(Testing.app(), "stack");
const table = new DynamodbTable(stack, "table", { name: "t", hashKey: "Id" });

const rows = Object.entries<Operation>(operations);
const actionsOf = (some: typeof rows) =>
  some.flatMap(([, row]) => ("Command" in row ? row.actions : []));

test.each(rows)("without the row %s, the actions that only it needs are removed", (name) => {
  const others = rows.filter(([other]) => other !== name);
  const allowed = tableStatements([table], Object.fromEntries(others)).flatMap(
    ({ Action }) => Action,
  );
  expect(allowed).toStrictEqual([...new Set(actionsOf(others))].sort());
});

test("without any row that runs a command there is no statement at all", () => {
  const { echo, ping } = operations;
  expect(tableStatements([table], { echo, ping })).toStrictEqual([]);
});
