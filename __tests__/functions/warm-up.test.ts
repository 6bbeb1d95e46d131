/** What the function does before its first event. */
import { createServer } from "node:http";
import { createClient } from "../../functions/client";
import { createHandler, type Ports } from "../../functions/handler";
import type { Table } from "../../functions/table";
import { warmUp } from "../../functions/warm-up";
import { listen, stop } from "../../local/listen";
import { context, guideTable, httpEvent, tableOf } from "../support/functions/events";
import { startRecorder } from "../support/functions/recorder";

const lines: string[] = [];
const portsFor = (tables: readonly Table[]): Ports => {
  const client = createClient();
  return {
    send: client.send.bind(client) as never,
    tables: new Map(tables.map((table) => [table.name, table])),
    log: (line) => lines.push(line),
  };
};
const table = tableOf("LambdaTable", guideTable);

let recorder: Awaited<ReturnType<typeof startRecorder>>;
beforeEach(async () => {
  lines.length = 0;
  recorder = await startRecorder();
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = recorder.endpoint;
});
afterEach(() => recorder.close());

const sent = () => recorder.requests.map(({ line }) => line);

test("DynamoDB sees a connection and its health check, and nothing is logged", async () => {
  await warmUp(portsFor([table]));
  expect(sent()).toStrictEqual(["GET /"]);
  expect(lines).toStrictEqual([]);
});

test("the first command uses the connection", async () => {
  const ports = portsFor([table]);
  await warmUp(ports);
  const body = '{"operation":"read","tableName":"LambdaTable","payload":{"Key":{"Id":"1"}}}';
  const answer = await createHandler(ports)(httpEvent({ body }), context);
  expect(answer).toMatchObject({ statusCode: 200, body: '{"Item":{"Id":"1","n":1.5}}' });
  expect(sent()).toStrictEqual(["GET /", "POST /"]);
  expect(recorder.connections()).toBe(1);
});

test("a read is rehearsed whatever the types of the key and the path of the resource are", async () => {
  const keys = [
    { name: "n", type: "N" },
    { name: "b", type: "B" },
  ] as const;
  await warmUp({ ...portsFor([{ ...table, keys }]), resource: "/shop" });
  expect(sent()).toStrictEqual(["GET /"]);
});

test("of tables that allow only some operations, one that can be read is used", async () => {
  const written: Table = { ...table, operations: ["create"] };
  const queried: Table = { ...table, name: "Queried", operations: ["query"] };
  await warmUp(portsFor([written, queried]));
  expect(sent()).toStrictEqual(["GET /"]);
});

test("without a table nothing is sent", async () => {
  await warmUp(portsFor([]));
  expect(sent()).toStrictEqual([]);
});

test.each(["AWS_REGION", "AWS_ACCESS_KEY_ID"])(
  "without %s it ends, and says nothing",
  async (name) => {
    const value = process.env[name];
    delete process.env[name];
    await warmUp(portsFor([table]));
    process.env[name] = value;
    expect([sent(), lines]).toStrictEqual([[], []]);
  },
);

test("where nothing listens it ends, and says nothing", async () => {
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = "http://127.0.0.1:1";
  await warmUp(portsFor([table]));
  expect(lines).toStrictEqual([]);
});

test("where nothing answers it ends, and says nothing", async () => {
  const silent = createServer(() => {});
  const port = await listen(silent, 0, "127.0.0.1");
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = `http://127.0.0.1:${port}`;
  await warmUp(portsFor([table]));
  expect(lines).toStrictEqual([]);
  await stop(silent);
});
