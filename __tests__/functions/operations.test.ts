/** The operation table: what every row has to have, and how a row is found by its name. */
import { createServer } from "node:http";
import { createClient } from "../../functions/client";
import { exampleRequest } from "../../functions/examples";
import { execute } from "../../functions/execute";
import type { CommandOperation, Members, Operation } from "../../functions/operation";
import { findOperation, operations } from "../../functions/operations";
import { readRequest } from "../../functions/request";
import { listen, stop } from "../../local/listen";
import { guideTable, startHandler, tableOf } from "../support/functions/events";

const rows: [string, Operation][] = Object.entries(operations);
const commands = rows.filter((row): row is [string, CommandOperation] => "Command" in row[1]);
const tables = new Map([["LambdaTable", tableOf("LambdaTable", guideTable)]]);

test("the table has the operations of the guide", () => {
  const guide = ["create", "read", "update", "delete", "list", "echo", "ping"];
  expect(Object.keys(operations)).toStrictEqual(expect.arrayContaining(guide));
});

describe.each(rows)("%s", (name, row) => {
  test("says what it does in one sentence", () => {
    expect(row.summary).toMatch(/^[A-Z].*\.$/);
  });

  test("is found only by its exact name", () => {
    expect(findOperation(name)).toBe(row);
    expect(findOperation(name.toUpperCase())).toBeUndefined();
    expect(findOperation([name])).toBeUndefined();
  });
});

test.each(["constructor", "__proto__", "toString", "hasOwnProperty", "", null, undefined, 0, {}])(
  "%p is no operation",
  (name) => {
    expect(findOperation(name)).toBeUndefined();
  },
);

test.each(commands)("%s says whether its actions change items", (_, { access, actions }) => {
  const stores = actions.some((action) => /Put|Update|Write/.test(action));
  const removes = actions.some((action) => /Delete/.test(action));
  expect(access).toBe(stores ? "write" : removes ? "delete" : "read");
});

describe("a row with an output of its own", () => {
  let service: Awaited<ReturnType<typeof startHandler>>;
  beforeAll(async () => {
    service = await startHandler();
  });
  afterAll(() => service.close());

  test("gets the result as JSON: sets, bytes, and maps that look like them", async () => {
    const Item = {
      Id: "1",
      set: { $set: ["a"] },
      list: [{ $binary: "AQI=" }],
      map: { $map: { $set: 1 } },
    };
    await service.post({ operation: "create", tableName: "LambdaTable", payload: { Item } });
    const request = readRequest(exampleRequest("read"), tables);
    const operation = {
      ...operations.read,
      output: (result: Members) => [result["Item"]],
    };
    const invocation = { send: service.ports.send, remainingTime: () => 10_000, entry: {} };
    const answer = await execute(
      { ...request, operation, payload: { Key: { Id: "1" } } },
      invocation,
    );
    expect(answer).toStrictEqual([Item]);
  });
});

describe("on the wire", () => {
  const targets: string[] = [];
  const server = createServer((request, response) => {
    targets.push(String(request.headers["x-amz-target"]));
    response.end("{}");
  });
  beforeAll(async () => {
    const port = await listen(server, 0, "127.0.0.1");
    process.env["AWS_ENDPOINT_URL_DYNAMODB"] = `http://127.0.0.1:${port}`;
  });
  afterAll(() => stop(server));

  test.each(commands)("%s calls only actions that it asks permissions for", async (name, row) => {
    const client = createClient();
    const send = client.send.bind(client) as never;
    targets.length = 0;
    const invocation = { send, remainingTime: () => 10_000, entry: {} };
    await execute(readRequest(exampleRequest(name), tables), invocation);
    client.destroy();
    const called = [...new Set(targets)].map((one) =>
      one.replace(/^DynamoDB_20120810\./, "dynamodb:"),
    );
    expect(called.sort()).toStrictEqual([...row.actions].sort());
  });
});
