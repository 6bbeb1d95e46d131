/** Which operations of the envelope a table with versions lets pass. */

import { exampleRequest } from "../../functions/examples";
import type { CommandOperation, Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { readRequest } from "../../functions/request";
import type { Table } from "../../functions/table";

const plain: Table = {
  name: "LambdaTable",
  physicalName: "LambdaTable-physical",
  keys: [{ name: "Id", type: "S" }],
};
const versioned = { ...plain, versionAttribute: "version" };
const commands = Object.entries<Operation>(operations).filter(
  (row): row is [string, CommandOperation] => "Command" in row[1],
);
const read = (operation: string, table: Table) =>
  readRequest(exampleRequest(operation), new Map([[table.name, table]]));

test.each(commands)("%s on a table with versions is refused if it stores items", (name, row) => {
  expect(read(name, plain)).toMatchObject({ name });
  if (row.access !== "write") {
    expect(read(name, versioned)).toMatchObject({ name });
    return;
  }
  const detail = `must not be "${name}" for LambdaTable, whose items have versions. Use the table's own paths: POST LambdaTable, or PUT or PATCH LambdaTable/{Id}.`;
  expect(() => read(name, versioned)).toThrow(
    expect.objectContaining({
      kind: "invalid-body",
      message: `/operation ${detail}`,
      errors: [{ pointer: "/operation", detail }],
    }),
  );
});

test("create, update and batchWrite store items, delete does not", () => {
  const stores = commands.filter(([, { access }]) => access === "write").map(([name]) => name);
  expect(stores).toStrictEqual(expect.arrayContaining(["create", "update", "batchWrite"]));
  expect(stores).not.toContain("delete");
});

test("what needs no table is not asked about one", () => {
  expect(read("ping", versioned)).toMatchObject({ name: "ping" });
});
