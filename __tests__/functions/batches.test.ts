/** Batches on one table: what is done, what is refused, and what DynamoDB leaves undone. */
import { createServer } from "node:http";
import { createClient } from "../../functions/client";
import { listen, stop } from "../../local/listen";
import { context, guideTable, startHandler } from "../support/functions/events";

/** The batch requests that DynamoDB still answers by doing half of them. */
let halves = 0;
let batches = 0;
const proxy = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
  const isBatch = "RequestItems" in body;
  if (isBatch) batches += 1;
  const left = isBatch && halves-- > 0 ? takeHalf(body.RequestItems) : undefined;
  const all = request.headers as Record<string, string>;
  const { host, connection, "content-length": _, ...headers } = all;
  const answer = await fetch(service.endpoint, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  const result = (await answer.json()) as object;
  response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify({ ...result, ...left }));
});

/** Takes the second half out of the request. @returns it, as DynamoDB names what it leaves */
function takeHalf(items: Record<string, { Keys: unknown[] } | unknown[]>) {
  const [[table, all] = []] = Object.entries(items) as [string, { Keys: unknown[] } | unknown[]][];
  const list = Array.isArray(all) ? all : (all?.Keys as unknown[]);
  const half = list.splice(Math.ceil(list.length / 2));
  if (half.length === 0) return undefined;
  const name = table as string;
  return Array.isArray(all)
    ? { UnprocessedItems: { [name]: half } }
    : { UnprocessedKeys: { [name]: { Keys: half } } };
}

const blobs = { ...guideTable, name: "Blobs-physical", attribute: [{ name: "Id", type: "B" }] };
let service: Awaited<ReturnType<typeof startHandler>>;
let client: ReturnType<typeof createClient>;
beforeAll(async () => {
  service = await startHandler(Object.entries({ LambdaTable: guideTable, Blobs: blobs }));
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] =
    `http://127.0.0.1:${await listen(proxy, 0, "127.0.0.1")}`;
  client = createClient();
  service.ports.send = client.send.bind(client) as never;
});
afterAll(async () => {
  client.destroy();
  await stop(proxy);
  await service.close();
});
beforeEach(() => {
  halves = 0;
  batches = 0;
});

const call = async (operation: string, payload: object) => {
  const { statusCode, json } = await service.post({ operation, tableName: "LambdaTable", payload });
  return [statusCode, json];
};
const keys = (count: number) => Array.from({ length: count }, (_, i) => ({ Id: `item-${i}` }));
const byId = (items: readonly { Id: string }[]) =>
  [...items].sort((a, b) => Number(a.Id.slice(5)) - Number(b.Id.slice(5)));

test("batchRead reads what batchWrite wrote, with sets, binaries and exact numbers", async () => {
  const item = {
    Id: "1",
    n: 5,
    set: { $set: ["a", "b"] },
    bytes: { $binary: "AQI=" },
    map: { a: [null] },
  };
  expect(await call("batchWrite", { Put: [item, { Id: "2" }] })).toStrictEqual([200, {}]);
  const [status, { Items }] = await call("batchRead", {
    Keys: [{ Id: "1" }, { Id: "3" }],
    ConsistentRead: true,
  });
  expect([status, Items]).toStrictEqual([200, [item]]);
  expect(await call("batchWrite", { Delete: [{ Id: "1" }, { Id: "2" }] })).toStrictEqual([200, {}]);
  expect(await call("batchRead", { Keys: [{ Id: "1" }] })).toStrictEqual([200, { Items: [] }]);
});

test("a projection with names reads only those attributes", async () => {
  await call("batchWrite", { Put: [{ Id: "1", name: "Bob", age: 4 }] });
  const payload = {
    Keys: [{ Id: "1" }],
    ProjectionExpression: "#n",
    ExpressionAttributeNames: { "#n": "name" },
  };
  expect(await call("batchRead", payload)).toStrictEqual([200, { Items: [{ name: "Bob" }] }]);
});

test("unprocessed entries are sent again until all are processed", async () => {
  halves = 3;
  const Put = keys(25).map((key) => ({ ...key, text: "x" }));
  expect(await call("batchWrite", { Put })).toStrictEqual([200, {}]);
  expect(batches).toBe(4);
  halves = 3;
  const [status, answer] = await call("batchRead", { Keys: keys(25) });
  expect([status, Object.keys(answer)]).toStrictEqual([200, ["Items"]]);
  expect(byId(answer.Items)).toStrictEqual(Put);
  expect(batches).toBe(8);
  halves = 3;
  expect(await call("batchWrite", { Delete: keys(25) })).toStrictEqual([200, {}]);
  expect(await call("list", {})).toMatchObject([200, { Count: expect.any(Number) }]);
  expect(await call("batchRead", { Keys: keys(25) })).toStrictEqual([200, { Items: [] }]);
});

/** A direct call that has so many milliseconds. */
const within = async (time: number, operation: string, payload: object, table?: string) => {
  const deadline = Date.now() + time;
  const event = { operation, tableName: table ?? "LambdaTable", payload };
  const remaining = { getRemainingTimeInMillis: () => deadline - Date.now() };
  return (await service.handler(event, { ...context, ...remaining })) as Record<string, object[]>;
};

test("entries that are unprocessed at the deadline are listed", async () => {
  halves = 100;
  const put = await within(1500, "batchWrite", { Put: keys(4) });
  expect(put).toStrictEqual({ UnprocessedPut: keys(4).slice(2) });
  const mixed = await within(1500, "batchWrite", { Put: keys(1), Delete: keys(2).slice(1) });
  expect(mixed).toStrictEqual({ UnprocessedDelete: keys(2).slice(1) });
  const read = await within(1500, "batchRead", { Keys: keys(2) });
  expect(read).toStrictEqual({ Items: keys(1), UnprocessedKeys: keys(2).slice(1) });
});

test("a binary key that is left is listed as JSON, and retried as bytes", async () => {
  const { send } = service.ports;
  const Keys = [{ Id: new Uint8Array([1, 2]) }];
  const asked: unknown[] = [];
  service.ports.send = async (command) => {
    asked.push((command as { input: object }).input);
    return { UnprocessedKeys: { [blobs.name]: { Keys } } };
  };
  const answer = await within(2700, "batchRead", { Keys: [{ Id: { $binary: "AQI=" } }] }, "Blobs");
  service.ports.send = send;
  expect(answer).toStrictEqual({ Items: [], UnprocessedKeys: [{ Id: { $binary: "AQI=" } }] });
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.at(-1)).toStrictEqual({ RequestItems: { [blobs.name]: { Keys } } });
});

test("an empty list beside a full one is accepted", async () => {
  expect(await call("batchWrite", { Put: keys(1), Delete: [] })).toStrictEqual([200, {}]);
  expect(await call("batchWrite", { Put: [], Delete: keys(1) })).toStrictEqual([200, {}]);
});

test("if a retry fails, the first answer is returned with its unprocessed entries", async () => {
  const send = service.ports.send;
  let calls = 0;
  service.ports.send = (command, options) => {
    calls += 1;
    return calls > 1 ? Promise.reject(new Error("gone")) : send(command, options);
  };
  halves = 1;
  const [status, answer] = await call("batchWrite", { Put: keys(4) });
  service.ports.send = send;
  expect([status, answer]).toStrictEqual([200, { UnprocessedPut: keys(4).slice(2) }]);
  expect(calls).toBe(2);
  expect(service.lines.at(-1)).toMatchObject({ status: 200, retryError: "Error" });
});
