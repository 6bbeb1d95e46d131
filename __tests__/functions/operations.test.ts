/** The operation table: what every row has to have, and how a row is found by its name. */
import { createServer } from "node:http";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { createClient } from "../../functions/client";
import { exampleRequest } from "../../functions/examples";
import { execute } from "../../functions/execute";
import {
  type CommandOperation,
  hasPath,
  type Members,
  type Operation,
  operationTable,
} from "../../functions/operation";
import { findOperation, operations } from "../../functions/operations";
import { problemOf } from "../../functions/problem";
import { type CheckedRequest, readRequest } from "../../functions/request";
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

test("a row that answers by itself has a path if the payload may be absent or is the request", () => {
  const payload = z.strictObject({ Name: z.string() });
  const { list, ping, echo } = operations;
  expect(hasPath(ping)).toBe(true);
  expect(hasPath({ ...ping, payload })).toBe(false);
  expect(hasPath({ ...ping, payload: z._default(payload, { Name: "Bob" }) })).toBe(true);
  expect(hasPath({ ...echo, payload })).toBe(true);
  expect(hasPath({ ...list, payload: z.optional(payload) })).toBe(false);
});

test("TypeScript knows the payload of a row, its Commands, and the members that it may have", () => {
  const summary = "A row.";
  const payload = z.strictObject({ Days: z.int() });
  const row = { summary, payload, result: z.string(), example: () => ({ Days: 7 }) };
  const { right } = operationTable({ right: { ...row, answer: ({ Days }) => Days.toFixed() } });
  // @ts-expect-error: the payload has no such member
  operationTable({ wrong: { ...row, answer: ({ Hours }) => Hours } });
  // @ts-expect-error: a row has no such member
  operationTable({ wrong: { ...row, answers: 1 } });
  // @ts-expect-error: the local engine has no transactions
  operationTable({ wrong: { ...operations.create, Command: TransactWriteCommand } });
  expect("answer" in right && right.answer({ Days: 7 })).toBe("7");
});

describe("on a real engine", () => {
  let service: Awaited<ReturnType<typeof startHandler>>;
  const targets: string[] = [];
  /** Before the engine: sees what is called. */
  const proxy = createServer(async (request, response) => {
    const { host: _, connection: __, ...headers } = request.headers as Record<string, string>;
    targets.push(String(headers["x-amz-target"]));
    const body = Buffer.concat(await request.toArray());
    const answer = await fetch(service.endpoint, { method: "POST", headers, body });
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" });
    response.end(await answer.text());
  });
  let client: ReturnType<typeof createClient>;
  beforeAll(async () => {
    service = await startHandler();
    const port = await listen(proxy, 0, "127.0.0.1");
    process.env["AWS_ENDPOINT_URL_DYNAMODB"] = `http://127.0.0.1:${port}`;
    client = createClient();
  });
  afterAll(async () => {
    client.destroy();
    await stop(proxy);
    await service.close();
  });
  const run = (request: CheckedRequest) => {
    const send = client.send.bind(client) as never;
    return execute(request, { send, remainingTime: () => 10_000, entry: {} });
  };

  test.each(commands)("%s calls only actions that it asks permissions for", async (name, row) => {
    await service.post(exampleRequest("create"));
    targets.length = 0;
    await run(readRequest(exampleRequest(name), tables)).catch((error: Error) => {
      expect(problemOf(error).kind).toBe("condition-failed"); // the row's own condition
    });
    const called = new Set(targets.map((one) => one.replace(/^DynamoDB_20120810\./, "dynamodb:")));
    expect([...called].sort()).toStrictEqual([...row.actions].sort());
  });

  test("a row's input becomes the command's, and cannot name another table", async () => {
    const row = {
      ...operations.read,
      payload: z.strictObject({ Other: z.string() }),
      input: ({ Other: Id }: { Other: string }) => ({ Key: { Id }, TableName: "Other" }),
    };
    const Item = { Id: "other" };
    await service.post({ operation: "create", tableName: "LambdaTable", payload: { Item } });
    const request = readRequest(exampleRequest("read"), tables);
    const payload = { Other: "other" };
    expect(await run({ ...request, operation: row, payload })).toStrictEqual({ Item });
  });

  test("a row's own condition has the row's words when it is false", async () => {
    await service.post(exampleRequest("create"));
    const operation = {
      ...operations.create,
      input: ({ Item }: Members) => ({ Item, ConditionExpression: "attribute_not_exists(Id)" }),
      conditionFailed: "There is such an item.",
    };
    const request = { ...readRequest(exampleRequest("create"), tables), operation };
    await expect(run(request)).rejects.toMatchObject({
      kind: "condition-failed",
      status: 409,
      message: "There is such an item.",
    });
  });

  test("an output gets the result as JSON: sets, bytes, and maps that look like them", async () => {
    const Item = {
      Id: "1",
      set: { $set: ["a"] },
      list: [{ $binary: "AQI=" }],
      map: { $map: { $set: 1 } },
    };
    await service.post({ operation: "create", tableName: "LambdaTable", payload: { Item } });
    const operation = { ...operations.read, output: (result: Members) => [result["Item"]] };
    const request = readRequest(exampleRequest("read"), tables);
    expect(await run({ ...request, operation })).toStrictEqual([Item]);
  });
});
