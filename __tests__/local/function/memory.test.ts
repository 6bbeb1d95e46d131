/** A function may use its memory_size, with everything that a process needs, and no more. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleFunction } from "../../../infra/function/bundle";
import { startPool } from "../../../local/function/pool";
import type { Route } from "../../../local/service/service";
import { createHome, until } from "../../support/local/local-server";

const { start, lines } = createHome();

const code = `
  const kept = [];
  const fill = {
    buffers: () => { while (true) kept.push(Buffer.alloc(8 * 1024 * 1024, 1)); },
    "one-buffer": () => { kept.push(Buffer.alloc(4 * 1024 ** 3 - 1, 1)); },
    heap: () => { while (true) kept.push(new Array(1000).fill(0.5)); },
    "some-buffers": () => { for (let i = 0; i < 4; i++) kept.push(Buffer.alloc(1024 * 1024, 1)); },
  };
  export const handler = async ({ path }) => {
    fill[path.split("/").at(-1)]?.();
    return { statusCode: 200, body: "in time" };
  };`;

const sizes = [128, 512];
const urls = new Map<number, string>();
beforeAll(async () => {
  for (const memory_size of sizes) {
    urls.set(memory_size, (await start({ code, lambda: { memory_size } })).url);
  }
});
const cases = sizes.flatMap((size) =>
  ["buffers", "one-buffer", "heap"].map((what) => [what, size] as const),
);

test.each(cases)(
  "a function that fills its memory with %s at a memory_size of %d is a 502 at once, and the server goes on",
  async (what, size) => {
    const url = `${urls.get(size)}/DynamoDBManager`;
    expect((await fetch(`${url}/${what}`)).status).toBe(502);
    const line = () => lines.find((one) => one.startsWith(`GET /prod/DynamoDBManager/${what} `));
    await until(() => line() !== undefined);
    const [, used = "0"] =
      / signal: killed: it had (\d+) MB, more than its memory_size$/.exec(line() ?? "") ?? [];
    if (used === "0") expect(line()).toMatch(/ Runtime exited with error: signal: aborted$/); // V8 was faster
    expect(Number(used)).toBeLessThan(1000);
    expect(await (await fetch(`${url}/after`)).text()).toBe("in time");
  },
);

test("what is kept from one request to the next counts, too", async () => {
  const url = `${urls.get(128)}/DynamoDBManager/some-buffers`;
  const statuses = new Set<number>();
  for (let i = 0; i < 100 && statuses.size < 2; i++) statuses.add((await fetch(url)).status);
  expect([...statuses]).toStrictEqual([200, 502]);
});

test("a process that is stopped while it answers at length gives the whole answer, or none", async () => {
  const directory = mkdtempSync(join(tmpdir(), "long answers "));
  const module = join(directory, "index.mjs");
  const long = `
    const kept = [];
    const answer = "y".repeat(5_000_000);
    export const handler = async () => {
      kept.push(Buffer.alloc(2_000_000, 1));
      return answer;
    };`;
  writeFileSync(module, long);
  const { service } = await start({ code });
  const [{ function: lambda }] = service().routes as [Route];
  const pool = await startPool({
    function: { ...lambda, memory: 128 },
    region: "us-east-1",
    module: pathToFileURL(module).href,
    environment: {},
    workerFile: resolve("dist/tests/local/function/worker.js"),
    hear: () => {},
    verbose: false,
  });
  const lengths = new Set<number>();
  for (let stopped = 0; stopped < 6; ) {
    const ended = await pool.invoke({});
    if ("payload" in ended) lengths.add(ended.payload.length);
    else stopped++;
  }
  await pool.close();
  rmSync(directory, { recursive: true });
  expect([...lengths]).toStrictEqual([5_000_002]);
});

test("this project's function works in Lambda's smallest memory_size", async () => {
  const lambda = { memory_size: 128, filename: bundleFunction(resolve(".")) };
  const { url } = await start({ code, lambda, verbose: true });
  const post = async (body: object) => {
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(`${url}/DynamoDBManager`, init);
    return [response.status, (await response.text()).length];
  };
  const payload = { text: "x".repeat(100_000) };
  const caller = async () => {
    for (let i = 0; i < 10; i++) {
      expect(await post({ operation: "echo", payload })).toStrictEqual([200, 100_011]);
      expect(await post({ operation: "list" })).toMatchObject([200, expect.any(Number)]);
    }
  };
  await Promise.all([caller(), caller(), caller(), caller()]);
  expect(lines.filter((line) => line.includes("Init Duration")).length).toBeLessThanOrEqual(2);
});
