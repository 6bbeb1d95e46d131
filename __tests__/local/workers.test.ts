import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Pool, startPool } from "../../local/workers";

const directory = mkdtempSync(join(tmpdir(), "workers-"));
const workerFile = join(process.cwd(), "dist/tests/worker.js");
const lines: string[] = [];
let pool: Pool;

/** Starts a pool over a module with this text. */
function start(text: string) {
  const path = join(directory, `${Math.random()}.mjs`);
  writeFileSync(path, text);
  return startPool({
    function: {
      name: "test",
      code: "",
      handler: "index.handler",
      timeout: 0.3,
      memory: 64,
      environment: {},
    },
    module: pathToFileURL(path).href,
    environment: { ONLY: "this" },
    workerFile,
    log: (line) => lines.push(line),
  });
}

beforeAll(async () => {
  pool = await start(`
    let count = 0;
    export const handler = async (event, context) => {
      if (event === "throw") throw new TypeError("no");
      if (event === "exit") process.exit(0);
      if (event === "hang") while (true) {}
      if (event === "memory") { const all = []; while (true) all.push(new Array(10000).fill(all)); }
      if (event === "time") return context.getRemainingTimeInMillis();
      if (event === "later") setTimeout(() => process.exit(1), 20);
      if (event === "environment") return Object.keys(process.env);
      return { event, count: ++count };
    };`);
});
afterAll(async () => {
  await pool.close();
  rmSync(directory, { recursive: true });
});

test("an event goes in and the result comes out as JSON", async () => {
  expect(await pool.invoke("hello")).toEqual({ payload: expect.stringContaining('"hello"') });
});

test.each([
  ["throw", /^TypeError: no$/],
  ["exit", /ended before it answered/],
  ["hang", /timed out after 300 ms/],
  ["memory", /ended before it answered|timed out/],
])("a function that does %s fails alone, and the next event is answered", async (event, reason) => {
  expect(await pool.invoke(event)).toMatchObject({ failure: expect.stringMatching(reason) });
  expect(await pool.invoke("after")).toEqual({ payload: expect.stringContaining('"after"') });
});

test("a thread that ends between two events is replaced", async () => {
  await Promise.all(Array.from({ length: 20 }, () => pool.invoke("later")));
  await new Promise((done) => setTimeout(done, 100));
  expect(await pool.invoke("after")).toEqual({ payload: expect.stringContaining('"after"') });
});

test("more events than threads wait their turn", async () => {
  const events = Array.from({ length: 50 }, (_, i) => i);
  const outcomes = await Promise.all(events.map((event) => pool.invoke(event)));
  const answered = outcomes.map((one) => "payload" in one && JSON.parse(one.payload).event);
  expect(answered).toEqual(events);
});

test("the time that is left counts down from the function's timeout", async () => {
  const outcome = (await pool.invoke("time")) as { payload: string };
  expect(Number(outcome.payload)).toBeGreaterThan(0);
  expect(Number(outcome.payload)).toBeLessThanOrEqual(300);
});

test("the environment is the function's alone", async () => {
  expect(await pool.invoke("environment")).toEqual({ payload: '["ONLY"]' });
});

test("each invocation is logged as Lambda logs it", async () => {
  lines.length = 0;
  await pool.invoke("hello");
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["START", "END", "REPORT"]);
});

test.each([
  ["throws when it loads", "throw new Error('at once')", /test does not load: at once/],
  ["ends when it loads", "process.exit(0)", /does not load: its process ended/],
  ["exports no handler", "export const other = 1", /exports no "handler"/],
])("a module that %s is an error at the start", async (_, text, message) => {
  await expect(start(text)).rejects.toThrow(message);
});
