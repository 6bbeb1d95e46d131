/** The function behind the local server: how its processes are used, and what its failures become. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createHome, pause, until } from "../../support/local/local-server";
import { sendInOrder } from "../../support/local/raw-request";

const { home, start, lines } = createHome();
const started = join(home, "started");
const loaded = join(home, "loaded");
const gate = join(home, "gate");
/** How many processes a function can have: see startPool. */
const size = Math.max(availableParallelism(), 2);

/** Does what the path below the resource says, and answers with the path or what it has seen. */
const code = `
  import { spawn } from "node:child_process";
  import { appendFileSync, existsSync, readFileSync, writeSync } from "node:fs";
  const started = ${JSON.stringify(started)};
  appendFileSync(${JSON.stringify(loaded)}, "once\\n");
  const sleep = (time) => new Promise((done) => setTimeout(done, time));
  const tasks = {
    throw: () => { throw new TypeError("no"); },
    text: () => { throw "no error"; },
    exit: () => process.exit(0),
    "exit-3": () => process.exit(3),
    hang: () => { console.log("soon"); while (true) {} },
    deaf: () => { process.stdin.pause(); },
    nothing: () => {},
    circular: () => { const circle = {}; circle.circle = circle; return { toJSON: () => circle }; },
    later: () => { setTimeout(() => process.exit(1), 20); },
    "throw-later": () => { setTimeout(() => { throw new TypeError("too late"); }, 20); },
    "reject-now": async () => { void Promise.reject(new Error("nobody waits")); await sleep(1000); },
    print: () => {
      console.log("a log");
      console.error("an error");
      process.stdout.write(new Uint8Array([98, 121, 116, 101, 115, 10]), () => console.log("written"));
      writeSync(1, "directly\\n");
      return sleep(1);
    },
    child: () => { spawn(process.execPath, ["-e", "setTimeout(() => {}, 20_000)"], { stdio: "inherit", detached: true }); process.exit(3); },
    queue: async (number) => { appendFileSync(started, number + "\\n"); await sleep(5); },
    gate: async (number) => { appendFileSync(started, number + "\\n"); while (!existsSync(${JSON.stringify(gate)})) await sleep(5); },
    meet: async (number) => {
      appendFileSync(started, number + "\\n");
      while (readFileSync(started, "utf8").split("\\n").length < 3) await sleep(5);
    },
  };
  export const handler = async ({ pathParameters: { proxy } }) => {
    const [task, number] = proxy.split("/");
    const result = await tasks[task]?.(number);
    if (task === "nothing") return;
    return { statusCode: 200, body: result ? JSON.stringify(result) : JSON.stringify(proxy) };
  };`;

let url: string;
const get = async (task: string, stage = url) => {
  const response = await fetch(`${stage}/DynamoDBManager/${task}`);
  return { status: response.status, json: JSON.parse(await response.text()) };
};
/** The line of a request, which is printed when its answer has been sent. */
const lineOf = async (task: string) => {
  const find = () => lines.find((line) => line.startsWith(`GET /prod/DynamoDBManager/${task} `));
  await until(() => find() !== undefined);
  return find()?.replace(/\d+ ms/, "N ms") ?? "";
};
const ran = () => readFileSync(started, "utf8").trim().split("\n");

beforeAll(async () => {
  ({ url } = await start({ code }));
});
beforeEach(() => writeFileSync(started, ""));

test("a function is started once, not for each of its routes, and again when two requests come at once", async () => {
  expect(readFileSync(loaded, "utf8")).toBe("once\n");
  for (let i = 0; i < 3; i++) await get("one-by-one");
  expect(readFileSync(loaded, "utf8")).toBe("once\n");
  const answers = await Promise.all([get("meet/1"), get("meet/2")]);
  expect(answers.map(({ status }) => status)).toStrictEqual([200, 200]);
  expect(readFileSync(loaded, "utf8")).toBe("once\n".repeat(2));
});

test.each([
  ["throws", "throw", /^ TypeError: no\n {4}at (.*\n)+/],
  ["throws what is no error", "text", /^ string: no error$/],
  ["ends its process", "exit", /^ Runtime exited without providing a reason$/],
  ["ends its process with a status", "exit-3", /^ Runtime exited with error: exit status 3$/],
  ["ends, and leaves a process that has its output", "child", /: exit status 3$/],
  ["throws outside of the promise", "reject-now", /^ Error: nobody waits\n/],
  ["returns nothing", "nothing", /^ Malformed Lambda proxy response: the result is no object\.$/],
  ["returns what is no JSON", "circular", /^ TypeError: Converting circular structure/],
])(
  "a function that %s is a 502, the terminal says why, and the next request is answered",
  async (_, task, reason) => {
    expect(await get(task)).toMatchObject({
      status: 502,
      json: { detail: "Internal server error" },
    });
    const [line = "", ...rest] = (await lineOf(task)).split("502 N ms");
    expect(line).toBe(`GET /prod/DynamoDBManager/${task} `);
    expect(rest.join("")).toMatch(reason);
    expect(await get("after")).toStrictEqual({ status: 200, json: "after" });
  },
);

describe("a function that does not answer in its time is a 502, and the next request is answered", () => {
  test.each([
    ["computes without an end", "hang"],
    ["reads no more events", "deaf"],
  ])("when it %s", async (_, task) => {
    const server = await start({ code, lambda: { timeout: 0.5 } });
    if (task === "deaf") await get(task, server.url);
    expect(await get(task, server.url)).toMatchObject({ status: 502 });
    await until(() =>
      lines.some((line) => / 502 \d+ ms Task timed out after 0\.50 seconds$/.test(line)),
    );
    expect(await get("after", server.url)).toMatchObject({ status: 200 });
  });
});

test("what a function prints is printed, also what it prints before it hangs", async () => {
  await get("print");
  await until(() => lines.includes("directly"));
  const printed = lines.filter((line) => !line.startsWith("GET"));
  expect(printed.toSorted()).toStrictEqual(["a log", "an error", "bytes", "directly", "written"]);
  const server = await start({ code, lambda: { timeout: 0.5 } });
  await get("hang", server.url);
  expect(lines).toContain("soon");
});

test("a rejection that nothing catches has the name that Lambda gives it", async () => {
  const server = await start({ code, verbose: true });
  await get("reject-now", server.url);
  const name =
    '"errorType":"Runtime.UnhandledPromiseRejection","errorMessage":"Error: nobody waits"';
  await until(() => lines.some((line) => line.includes(name)));
});

describe("between two requests", () => {
  test("an error that nothing catches is printed with its stack, and the function is started again", async () => {
    await get("throw-later");
    await until(() => lines.some((line) => /^TypeError: too late\n {4}at /.test(line)));
    expect(await get("after")).toStrictEqual({ status: 200, json: "after" });
    expect(lines.filter((line) => line.includes("exit status"))).toStrictEqual([]);
  });

  test("a function that ends is started again", async () => {
    await get("later");
    await until(() => lines.includes("Runtime exited with error: exit status 1"));
    const answers = await Promise.all([get("meet/1"), get("meet/2")]);
    expect(answers.map(({ status }) => status)).toStrictEqual([200, 200]);
  });
});

test("many requests at once all get their own answer", async () => {
  const tasks = Array.from({ length: 50 }, (_, i) => `number/${i}`);
  const answers = await Promise.all(tasks.map((task) => get(task)));
  expect(answers).toStrictEqual(tasks.map((json) => ({ status: 200, json })));
});

test("of many requests, the first one is not the last to run", async () => {
  const asked = Array.from({ length: size * 4 }, (_, i) => `${i}`);
  await sendInOrder(
    url,
    asked.map((number) => `/prod/DynamoDBManager/queue/${number}`),
  );
  expect(ran().toSorted()).toStrictEqual(asked.toSorted());
  expect(ran().slice(-size)).toContain(asked.at(-1));
});

test("a request that was answered 504 while it waited does not run later", async () => {
  rmSync(gate, { force: true });
  const server = await start({ code, integrationTimeout: 500 });
  const all = Array.from({ length: size + 1 }, (_, i) => `${i}`);
  const answers = () => Promise.all(all.map((number) => get(`gate/${number}`, server.url)));
  do {
    expect((await answers()).map(({ status }) => status)).toStrictEqual(all.map(() => 504));
  } while (ran().length < size); // until every process has one: to load may take longer than the gateway waits
  expect(ran()).toHaveLength(size);
  writeFileSync(gate, "");
  for (let i = 0; i < 10; i++) await pause();
  await Promise.all(all.map(() => get("after", server.url)));
  expect(ran()).toHaveLength(size);
});
