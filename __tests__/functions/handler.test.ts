/** The operations by the envelope, over the embedded engine: what a success answers, and on which table. */
import { exampleRequest } from "../../functions/examples";
import { operations } from "../../functions/operations";
import { context, guideTable, startHandler } from "../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

const bob = { operation: "create", payload: { Item: { Id: "1", name: "Bob" } } };

describe("the guide's own requests, byte for byte", () => {
  const create =
    '{"operation":"create","tableName":"LambdaTable","payload":{"Item":{"Id":"1","name":"Bob"}}}';
  const read = '{"operation":"read","tableName":"LambdaTable","payload":{"Key":{"Id":"1"}}}';
  const echo = '{"operation":"echo","payload":{"somekey1":"somevalue1","somekey2":"somevalue2"}}';

  test.each([
    [create, "{}"],
    [read, '{"Item":{"Id":"1","name":"Bob"}}'],
    [echo, '{"somekey1":"somevalue1","somekey2":"somevalue2"}'],
  ])("%s answers %s", async (request, answer) => {
    const response = await service.post(request);
    expect(response).toMatchObject({ statusCode: 200, body: answer });
  });
});

/** What the examples of these rows answer on a table with the guide's item. Other rows have what they like. */
const answers: Readonly<Record<string, unknown>> = {
  create: {},
  read: { Item: { Id: "1", name: "Bob" } },
  update: { Attributes: { Id: "1", name: "Alice" } },
  delete: { Attributes: { Id: "1", name: "Bob" } },
  list: { Items: [{ Id: "1", name: "Bob" }], Count: 1, ScannedCount: 1 },
  query: { Items: [{ Id: "1", name: "Bob" }], Count: 1, ScannedCount: 1 },
  batchRead: { Items: [{ Id: "1", name: "Bob" }] },
  batchWrite: {},
  echo: { somekey1: "somevalue1", somekey2: "somevalue2" },
  ping: "pong",
};

const known = Object.keys(operations).filter((name) => name in answers);

describe.each(known)("the example of %s", (name) => {
  beforeEach(async () => {
    await service.post({ operation: "delete", payload: { Key: { Id: "2" } } });
    await service.post(bob);
  });
  const answer = answers[name];

  test("is answered over HTTP", async () => {
    const response = await service.post(exampleRequest(name));
    expect([response.statusCode, response.json]).toStrictEqual([200, answer]);
  });

  test("is answered to a direct caller", async () => {
    expect(await service.handler(exampleRequest(name), context)).toStrictEqual(answer);
  });
});

test("every HTTP answer forbids caches and sniffing, and names the request", async () => {
  const { headers } = await service.post({ operation: "ping" });
  expect(headers).toStrictEqual({
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": "request-1",
  });
});

test("list asks for a hundred items when the caller does not say", async () => {
  await service.post({ operation: "list" });
  expect(service.sent.at(-1)).toMatchObject({ input: { Limit: 100 } });
});

describe("with several tables", () => {
  const other = { ...guideTable, name: "Other-physical" };
  let several: typeof service;
  beforeAll(async () => {
    several = await startHandler([
      ["LambdaTable", guideTable],
      ["Other", other],
    ]);
  });
  afterAll(() => several.close());

  test("the table has to be named", async () => {
    const response = await several.post({ operation: "list" });
    const detail = "is required here: one of LambdaTable, Other.";
    expect(response.json).toMatchObject({ status: 400, detail: `/tableName ${detail}` });
    expect(response.json.errors).toStrictEqual([{ pointer: "/tableName", detail }]);
  });

  test("an item goes to the table that is named", async () => {
    await several.post({ ...bob, tableName: "Other" });
    const here = await several.post({ operation: "list", tableName: "Other" });
    const there = await several.post({ operation: "list", tableName: "LambdaTable" });
    expect([here.json.Count, there.json.Count]).toStrictEqual([1, 0]);
  });
});
