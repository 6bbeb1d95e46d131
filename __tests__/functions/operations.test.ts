import { createServer } from "node:http";
import { createClient } from "../../functions/client";
import {
  type CommandOperation,
  findOperation,
  type Operation,
  operations,
} from "../../functions/operations";
import { readRequest } from "../../functions/request";
import { listen, stop } from "../../local/listen";
import { guideTable, tableOf } from "./events";

const rows: [string, Operation][] = Object.entries(operations);
const commands = rows.filter((row): row is [string, CommandOperation] => "Command" in row[1]);
const tables = new Map([["LambdaTable", tableOf("LambdaTable", guideTable)]]);

test("has the operations of the guide, and query", () => {
  expect(Object.keys(operations)).toStrictEqual([
    "create",
    "read",
    "update",
    "delete",
    "list",
    "query",
    "echo",
    "ping",
  ]);
});

describe.each(rows)("%s", (name, row) => {
  test("says what it does in one sentence", () => {
    expect(row.summary).toMatch(/^[A-Z].*\.$/);
  });

  test("accepts its own example", () => {
    expect(readRequest({ operation: name, ...row.example }, tables)).toMatchObject({ name });
  });

  test("is found by its name and by no other spelling", () => {
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

  test.each(commands)("%s calls the action that it asks a permission for", async (name, row) => {
    const client = createClient();
    const { payload } = readRequest({ operation: name, ...row.example }, tables);
    const input = { ...(payload as object), TableName: "physical" };
    await client.send(new row.Command(input as never) as never);
    client.destroy();
    expect(targets.at(-1)).toBe(row.action.replace("dynamodb:", "DynamoDB_20120810."));
  });
});
