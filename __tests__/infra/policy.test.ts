import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { TerraformStack, Testing } from "cdktf";
import { operations } from "../../functions/operations";
import { tableStatements } from "../../infra/policy";

const stack = new TerraformStack(Testing.app(), "stack");
const table = new DynamodbTable(stack, "table", { name: "t", hashKey: "Id" });

test.each(Object.entries(operations))(
  "without the row %s, its permission is gone and no other",
  (name, row) => {
    const { [name as keyof typeof operations]: removed, ...rest } = operations;
    const before = tableStatements([table]).flatMap(({ Action }) => Action);
    const after = tableStatements([table], rest).flatMap(({ Action }) => Action);
    const action = "action" in row ? row.action : undefined;
    expect(after).toStrictEqual(before.filter((one) => one !== action));
    expect(before).toHaveLength(6);
  },
);

test("without any row that runs a command there is no statement at all", () => {
  const { echo, ping } = operations;
  expect(tableStatements([table], { echo, ping })).toStrictEqual([]);
});
