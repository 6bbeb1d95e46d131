/** Data that cannot be used: one line says why and what to do, and no file is changed. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTables } from "../../../local/engine/tables";
import { listen, stop } from "../../../local/listen";
import { startTestEngine } from "../../support/engine";
import { clientOf, missing, put, tables } from "../../support/local/engine-on-disk";

const home = mkdtempSync(join(tmpdir(), "some data "));
const whole = join(home, "whole");
const ids = Array.from({ length: 50 }, (_, i) => `${i}`);
afterAll(() => rmSync(home, { recursive: true }));

/** Data in LevelDB's tables and in its log of the last writes. */
beforeAll(async () => {
  for (const half of [ids.slice(0, 25), ids.slice(25)]) {
    const engine = await startTestEngine({ directory: whole });
    const client = clientOf(engine.endpoint);
    await createTables(client, tables);
    for (const id of half) await put(client, id, { text: { S: id.repeat(1000) } });
    client.destroy();
    await engine.close();
  }
});

const fileIn = (directory: string, like: RegExp) =>
  join(
    directory,
    "data",
    readdirSync(join(directory, "data")).find((name) => like.test(name)) ?? "",
  );

/** Turns bytes in the middle of a file. */
function damage(file: string): void {
  const content = readFileSync(file);
  const middle = Math.floor(content.length / 2);
  for (let i = middle; i < middle + 8; i++) content[i] = ~(content[i] as number);
  writeFileSync(file, content);
}

const contents = (directory: string) =>
  readdirSync(join(directory, "data"))
    .filter((name) => !/^LO(CK|G)/.test(name))
    .map((name) => [name, readFileSync(join(directory, "data", name)).toString("base64")]);

test.each<[string, (directory: string) => void]>([
  ["bytes of its last writes are others", (at) => damage(fileIn(at, /\.log$/))],
  ["bytes of its list of files are others", (at) => damage(fileIn(at, /^MANIFEST/))],
  ["its list of files is missing", (at) => rmSync(fileIn(at, /^MANIFEST/))],
  ["a table of it is missing", (at) => rmSync(fileIn(at, /\.ldb$/))],
  ["CURRENT is empty", (at) => truncateSync(fileIn(at, /^CURRENT/))],
  ["CURRENT is missing", (at) => rmSync(fileIn(at, /^CURRENT/))],
])("when %s, the data stays as it is until --reset deletes it", async (what, change) => {
  const directory = join(home, what);
  cpSync(whole, directory, { recursive: true });
  change(directory);
  const before = contents(directory);
  for (const _ of [1, 2]) {
    await expect(startTestEngine({ directory })).rejects.toThrow(
      /^The data in .* cannot be used, and was not changed: .*\. Start with --reset to delete the data, or with --memory\.$/,
    );
    expect(contents(directory)).toStrictEqual(before);
  }
  const engine = await startTestEngine({ directory, reset: true });
  await engine.close();
});

test("the end of a write that a crash has cut off is no damage", async () => {
  const directory = join(home, "cut off");
  cpSync(whole, directory, { recursive: true });
  const file = fileIn(directory, /\.log$/);
  truncateSync(file, readFileSync(file).length - 10);
  const engine = await startTestEngine({ directory });
  const client = clientOf(engine.endpoint);
  expect(await missing(client, ids)).toStrictEqual(ids.slice(-1));
  client.destroy();
  await engine.close();
});

test("an item whose bytes on the disk are others is an error for its reader, and a line", async () => {
  const directory = join(home, "a table");
  cpSync(whole, directory, { recursive: true });
  damage(fileIn(directory, /\.ldb$/));
  const lines: string[] = [];
  const engine = await startTestEngine({ directory, log: (line) => lines.push(line) });
  const client = clientOf(engine.endpoint);
  await expect(missing(client, ids)).rejects.toMatchObject({ name: "InternalServerError" });
  client.destroy();
  await engine.close();
  expect(lines[0]).toMatch(/^The engine failed, .*: Corruption: /);
});

test("a damaged lock is made again", async () => {
  const directory = join(home, "lock");
  cpSync(whole, directory, { recursive: true });
  truncateSync(join(directory, "lock/CURRENT"));
  const engine = await startTestEngine({ directory });
  const client = clientOf(engine.endpoint);
  expect(await missing(client, ids)).toStrictEqual([]);
  client.destroy();
  await engine.close();
});

test("a directory that is a file is an error that names it", async () => {
  const directory = join(home, "file");
  writeFileSync(directory, "");
  await expect(startTestEngine({ directory })).rejects.toThrow(
    /^The data in .*file cannot be used, and was not changed: .*\. Move that file away, or start with --memory\.$/,
  );
});

test("a port in use is an error with the flag, and the directory is free again", async () => {
  const directory = join(home, "port");
  mkdirSync(directory);
  const other = createServer();
  const port = await listen(other, 0, "127.0.0.1");
  await expect(startTestEngine({ directory, port })).rejects.toThrow(
    `Port ${port} is in use. Choose another: npm start -- --engine-port ${port + 1}`,
  );
  await stop(other);
  const engine = await startTestEngine({ directory, port });
  expect(engine.endpoint).toBe(`http://127.0.0.1:${port}`);
  await engine.close();
});
