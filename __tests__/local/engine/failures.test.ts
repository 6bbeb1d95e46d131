/** What is kept, and what the caller and the terminal are told, when the engine or its disk fails. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { startEngine } from "../../../local/engine/engine";
import { createTables } from "../../../local/engine/tables";
import { startTestEngine } from "../../support/engine";
import {
  clientOf,
  kill,
  missing,
  put,
  startProcess,
  tables,
} from "../../support/local/engine-on-disk";
import { hurry, until } from "../../support/local/local-server";

const home = mkdtempSync(join(tmpdir(), "an engine "));
afterAll(() => rmSync(home, { recursive: true }));

/** How often the process is killed; `KILLS=20` tries harder. */
const kills = Number(process.env["KILLS"] ?? 3);
test("a process that is killed at any moment loses no write that was acknowledged, and starts again", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round <= kills; round++) {
    const { child, client, output } = await startProcess(join(home, "killed"));
    expect(await missing(client, acknowledged)).toStrictEqual([]);
    expect(output()).toMatch(/^http:\S+\n$/);
    const write = async (writer: number) => {
      for (let i = 0; ; i++) {
        const id = `${round}-${writer}-${i}`;
        await put(client, id, { text: { S: "x".repeat(i) } });
        acknowledged.push(id);
      }
    };
    const writers = Promise.allSettled(Array.from({ length: 8 }, (_, i) => write(i)));
    const enough = acknowledged.length + Math.random() * 500;
    await until(() => acknowledged.length > enough);
    await kill(child);
    await writers;
    client.destroy();
  }
  if (kills > 3) console.log(`${kills} kills, ${acknowledged.length} writes acknowledged`);
});

test("a write that the disk does not take is an error and one line, and the engine starts again", async () => {
  const { child, client, output } = await startProcess(join(home, "limited"), "ulimit -f 200;");
  const again = () => output().split("The engine works again.").length - 1;
  const acknowledged: string[] = [];
  const errors: string[] = [];
  for (let i = 0; i < 40; i++) {
    const text = { S: Math.random().toString(36).repeat(500) };
    await put(client, `${i}`, { text }).then(
      () => acknowledged.push(`${i}`),
      (error: Error) => errors.push(error.name),
    );
    await until(() => again() === errors.length);
  }
  expect(new Set(errors)).toStrictEqual(new Set(["InternalServerError"]));
  expect(acknowledged.length).toBeGreaterThan(10);
  expect(await missing(client, acknowledged)).toStrictEqual([]);
  const lines = output().trim().split("\n").slice(1, 3);
  expect(lines).toStrictEqual([
    expect.stringMatching(
      /^The engine failed, and every open request got an error: IO error: .*: File too large\. It starts again as soon as it can\.$/,
    ),
    "The engine works again.",
  ]);
  await kill(child);
  client.destroy();
});

test("a request that dynalite cannot read is an error and one line, and the data in memory is kept", async () => {
  const lines: string[] = [];
  const engine = await startTestEngine({ log: (line) => lines.push(line) });
  const client = clientOf(engine.endpoint);
  await createTables(client, tables);
  await put(client, "1");
  const response = await fetch(engine.endpoint, {
    method: "POST",
    headers: {
      authorization: "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
      "content-type": "application/x-amz-json-1.0",
      "x-amz-date": "20260101T000000Z",
      "x-amz-target": "DynamoDB_20120810.DescribeTable",
    },
    body: "null",
  });
  expect([response.status, await response.json()]).toStrictEqual([
    500,
    expect.objectContaining({ __type: expect.stringMatching(/#InternalServerError$/) }),
  ]);
  await until(() => lines.length > 0);
  expect(lines).toStrictEqual([
    expect.stringMatching(/^The engine failed, and every open request got an error: .*null/),
  ]);
  expect(await missing(client, ["1"])).toStrictEqual([]);
  client.destroy();
  await engine.close();
});

test("a caller that goes away in the middle of its body disturbs nobody", async () => {
  const lines: string[] = [];
  const engine = await startTestEngine({ log: (line) => lines.push(line) });
  const socket = connect(Number(new URL(engine.endpoint).port), "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{");
  await new Promise((done) => setTimeout(done, 50));
  socket.destroy();
  await once(socket, "close");
  const client = clientOf(engine.endpoint);
  expect(await client.send(new ListTablesCommand({}))).toMatchObject({ TableNames: [] });
  expect(lines).toStrictEqual([]);
  client.destroy();
  await engine.close();
});

test("closing does not wait for a thread that is busy", async () => {
  const threadFile = join(home, "busy.js");
  writeFileSync(
    threadFile,
    `require("node:worker_threads").parentPort.postMessage({ port: 1 }); for (;;) {}`,
  );
  const engine = await startEngine({ directory: join(home, "busy"), threadFile });
  await hurry(5_000, engine.close);
});

test("a thread that ends before it answers is an error, as of a file that another start is writing", async () => {
  const threadFile = join(home, "empty.js");
  writeFileSync(threadFile, "");
  await expect(startEngine({ threadFile })).rejects.toThrow(/ended before it answered/);
});
