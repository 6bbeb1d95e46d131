/** Invocations that a process has before it has answered the last one: each runs once, and waits for nobody. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createHome, until } from "../../support/local/local-server";
import { sendInOrder } from "../../support/local/raw-request";

const { home, start } = createHome();
const noted = join(home, "noted");
const gate = join(home, "gate");
/** How many processes a function can have: see startPool. */
const size = Math.max(availableParallelism(), 2);

const code = `
  import { appendFileSync, existsSync } from "node:fs";
  const tasks = {
    wait: async () => { while (!existsSync(${JSON.stringify(gate)})) await new Promise((done) => setTimeout(done, 5)); },
    compute: () => { for (const end = Date.now() + 1000; Date.now() < end; ); },
    exit: () => process.exit(3),
  };
  let running = 0;
  export const handler = async ({ pathParameters: { proxy } }) => {
    running++;
    appendFileSync(${JSON.stringify(noted)}, (running > 1 ? "not alone " : "") + proxy + "\\n");
    await tasks[proxy.split("/")[0]]?.();
    running--;
    return { statusCode: 200, body: proxy };
  };`;

beforeEach(() => {
  writeFileSync(noted, "");
  writeFileSync(gate, "");
});
const ran = () => readFileSync(noted, "utf8").split("\n").filter(Boolean).toSorted();
const quick = (count: number, name = "quick") =>
  Array.from({ length: count }, (_, i) => `${name}/${i}`);

const send = (url: string, tasks: readonly string[]) =>
  sendInOrder(
    url,
    tasks.map((task) => `/prod/DynamoDBManager/${task}`),
  );

/** Ends when every process is there, and has done what it was sent before. To load may take longer than a request has. */
async function fill(url: string) {
  rmSync(gate);
  while (ran().filter((task) => task === "wait").length < size) await send(url, ["wait"]);
  writeFileSync(gate, "");
}

test("behind one that waits they run in another process, each once and alone", async () => {
  const { url } = await start({ code });
  await send(url, quick(20, "first"));
  writeFileSync(noted, "");
  rmSync(gate);
  const tasks = [...quick(3, "before"), "wait", ...quick(30)];
  const statuses = send(url, tasks);
  await until(() => ran().length >= tasks.length);
  expect(existsSync(gate)).toBe(false);
  writeFileSync(gate, "");
  expect(await statuses).toStrictEqual(tasks.map(() => 200));
  expect(ran()).toStrictEqual(tasks.toSorted());
});

test("behind one that ends the process they run in the next one, each once", async () => {
  const { url } = await start({ code });
  await send(url, quick(20, "first"));
  writeFileSync(noted, "");
  const tasks = [...quick(3, "before"), "exit", ...quick(30)];
  const statuses = await send(url, tasks);
  expect(statuses).toStrictEqual(tasks.map((task) => (task === "exit" ? 502 : 200)));
  expect(ran()).toStrictEqual(tasks.toSorted());
});

test("one that was answered 504 behind one that computes never runs", async () => {
  const { url } = await start({ code, integrationTimeout: 300 });
  await fill(url);
  while ((await send(url, quick(20, "first"))).includes(504));
  writeFileSync(noted, "");
  const computing = Array.from({ length: size }, (_, i) => `compute/${i}`); // no process is free for the others
  const late = await send(url, [...computing, ...quick(30)]);
  expect(new Set(late)).toStrictEqual(new Set([504]));
  await fill(url);
  expect(ran().filter((task) => task.startsWith("quick"))).toStrictEqual([]);
});

test("many that wait for nothing run in one process, though another one is free", async () => {
  const noting = `
    import { appendFileSync, existsSync } from "node:fs";
    const now = Date.now();
    Date.now = () => now; // a handler that takes long gives the others away, and on a busy machine any may
    export const handler = async ({ path }) => {
      appendFileSync(${JSON.stringify(noted)}, process.pid + "\\n");
      while (path.includes("wait") && !existsSync(${JSON.stringify(gate)})) await new Promise((done) => setTimeout(done, 5));
      return { statusCode: 200, body: "" };
    };`;
  const { url } = await start({ code: noting });
  rmSync(gate);
  const waiting = send(url, ["wait/1", "wait/2"]);
  await until(() => new Set(ran()).size === 2);
  writeFileSync(gate, "");
  await waiting;
  writeFileSync(noted, "");
  await send(url, ["first"]);
  await send(url, quick(30));
  expect(ran()).toHaveLength(31);
  expect(new Set(ran()).size).toBe(1);
});

test("none is given to a process that was stopped for being late, though it has answered", async () => {
  const waiting = `
    export const handler = async ({ path }) => {
      const name = path.split("/").at(-1);
      if (name === "wait") await new Promise((done) => setTimeout(done, 700));
      return { statusCode: 200, body: name };
    };`;
  const { url } = await start({ code: waiting, lambda: { timeout: 1 } });
  const get = async (name: string) => (await fetch(`${url}/DynamoDBManager/${name}`)).status;
  await Promise.all(Array.from({ length: size }, () => get("wait"))); // now every process is there
  const statuses = [...Array.from({ length: size }, () => get("wait")), get("next"), get("next")];
  await new Promise((done) => setTimeout(done, 300));
  await new Promise(setImmediate); // so that timers come next
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000); // its timers end before it reads
  expect(await Promise.all(statuses)).toStrictEqual(statuses.map(() => 200));
});
