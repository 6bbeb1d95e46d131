/** Which operations the envelope may run on a table, by the table's settings and by its versions. */
import { checkOpen, openOperations, tableOperations } from "../../functions/access";
import { exampleRequest } from "../../functions/examples";
import { createHandler } from "../../functions/handler";
import type { CommandOperation, Operation } from "../../functions/operation";
import { answerOperations, operations } from "../../functions/operations";
import { readRequest } from "../../functions/request";
import type { Table } from "../../functions/table";
import { context, guideTable, tableOf } from "../support/functions/events";

const plain = tableOf("LambdaTable", guideTable);
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
  const detail = `must not be "${name}" for LambdaTable, whose items have versions. Use the table's own paths, LambdaTable and LambdaTable/{Id}.`;
  expect(() => read(name, versioned)).toThrow(
    expect.objectContaining({
      kind: "invalid-body",
      message: `/operation ${detail}`,
      errors: [{ pointer: "/operation", detail }],
    }),
  );
});

test("an operation without a table is allowed, whatever the tables allow", () => {
  expect(read("ping", versioned)).toMatchObject({ name: "ping" });
});

test.each(tableOperations)("%s is refused on a table that allows only the others", async (name) => {
  const others = tableOperations.filter((one) => one !== name);
  expect(read(name, { ...plain, operations: [name] })).toMatchObject({ name });
  for (const table of [plain, versioned]) {
    expect(() => read(name, { ...table, operations: others })).toThrow(
      expect.objectContaining({
        kind: "operation-not-allowed",
        status: 403,
        message: `LambdaTable allows ${others.join(", ")}, but not ${name}.`,
      }),
    );
  }
});

test("open is what some table allows, and what needs no table", () => {
  const tables = [
    { ...plain, operations: ["query"] },
    { ...plain, operations: ["read", "query"] },
  ];
  expect(openOperations(tables)).toStrictEqual(["read", "query", ...answerOperations]);
  expect(openOperations([plain])).toStrictEqual(Object.keys(operations));
});

test("an operation that one table allows is still refused on another one that does not", () => {
  const tables = new Map([
    ["Other", { ...plain, name: "Other" }],
    ["LambdaTable", { ...plain, operations: ["read"] }],
  ]);
  expect(() => readRequest(exampleRequest("batchRead"), tables)).toThrow(/allows read, but not/);
  expect(readRequest(exampleRequest("batchRead", "Other"), tables)).toMatchObject({
    table: { name: "Other" },
  });
});

test("a direct caller is refused too, before anything reaches DynamoDB", async () => {
  let sent = 0;
  const handler = createHandler({
    tables: new Map([["LambdaTable", { ...plain, operations: ["read"] }]]),
    send: async () => ({ sent: ++sent }),
    log: () => {},
  });
  const refused = commands.filter(([name]) => name !== "read");
  for (const [name] of refused) {
    const failure = handler(exampleRequest(name), context);
    await expect(failure).rejects.toMatchObject({ name: "operation-not-allowed" });
  }
  expect(sent).toBe(0);
  await handler(exampleRequest("read"), context);
  expect(sent).toBe(1);
});

test("what is no row is not allowed", () => {
  const message = `LambdaTable allows ${tableOperations.join(", ")}, but not gone.`;
  expect(() => checkOpen("gone", plain)).toThrow(expect.objectContaining({ message }));
});
