/** The function behind the local server: what it does wrong, what it may count on, and who can call it. */
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { startTestEngine } from "../../support/engine";
import { createHome, hurry } from "../../support/local/local-server";

const { home, start, lines } = createHome();
const started = join(home, "started");
const loaded = join(home, "loaded");
const threads = Math.max(availableParallelism(), 2);

/** Does what the path below the resource says, and answers with the path or what it has seen. */
const code = `
  import { appendFileSync, existsSync, readFileSync } from "node:fs";
  const started = ${JSON.stringify(started)};
  appendFileSync(${JSON.stringify(loaded)}, "once\\n");
  const sleep = (time) => new Promise((done) => setTimeout(done, time));
  const tasks = {
    throw: () => { throw new TypeError("no"); },
    text: () => { throw "no error"; },
    exit: () => process.exit(0),
    hang: () => { while (true) {} },
    memory: () => Array.from({ length: 40_000 }, () => new Array(1000).fill(0.5)).length,
    later: () => { setTimeout(() => process.exit(1), 20); },
    nothing: () => {},
    context: async (context) => {
      const first = context.getRemainingTimeInMillis();
      await sleep(20);
      const second = context.getRemainingTimeInMillis();
      return { ...context, first, second };
    },
    environment: () => process.env,
    queue: async (_, number) => { appendFileSync(started, number + "\\n"); await sleep(5); },
    meet: async (_, number) => {
      appendFileSync(started, number + "\\n");
      while (readFileSync(started, "utf8").split("\\n").length < 3) await sleep(5);
    },
  };
  export const handler = async ({ pathParameters: { proxy } }, context) => {
    const [task, number] = proxy.split("/");
    const result = await tasks[task]?.(context, number);
    if (task === "nothing") return;
    return { statusCode: 200, body: JSON.stringify(result ?? proxy) };
  };`;

let url: string;
let endpoint: string;
const get = async (task: string, stage = url) => {
  const response = await fetch(`${stage}/DynamoDBManager/${task}`);
  return { status: response.status, json: JSON.parse(await response.text()) };
};
beforeAll(async () => {
  ({ url, endpoint } = await start({ code, lambda: { memory_size: 128 } }));
});

test("a function is started once for each core, not for each of its routes", () => {
  expect(readFileSync(loaded, "utf8")).toBe("once\n".repeat(threads));
});

test.each([
  ["throws", "throw", / TypeError: no$/],
  ["throws what is no error", "text", / Error: no error$/],
  ["ends its process", "exit", / Runtime exited without providing a reason$/],
  ["uses more memory than it has", "memory", / Runtime exited without providing a reason$/],
  ["returns nothing", "nothing", /Malformed Lambda proxy response: the result is no object\.$/],
])(
  "a function that %s is a 502, the terminal says why, and the next request is answered",
  async (_, task, line) => {
    expect(await get(task)).toMatchObject({
      status: 502,
      json: { detail: "Internal server error" },
    });
    expect(lines.at(-1)).toMatch(line);
    expect(await get("after")).toStrictEqual({ status: 200, json: "after" });
  },
);

test("a function that never ends is stopped at its time-out, and the next request is answered", async () => {
  const server = await start({ code, lambda: { timeout: 0.3 } });
  expect(await get("hang", server.url)).toMatchObject({ status: 502 });
  expect(lines.at(-1)).toMatch(/ Task timed out after 0\.30 seconds$/);
  expect(await get("after", server.url)).toMatchObject({ status: 200 });
});

test("a function that ends between two requests is started again", async () => {
  await Promise.all(Array.from({ length: 20 }, () => get("later")));
  await new Promise((done) => setTimeout(done, 100));
  expect(await get("after")).toStrictEqual({ status: 200, json: "after" });
});

test("many requests at once all get their own answer", async () => {
  const tasks = Array.from({ length: 50 }, (_, i) => `number/${i}`);
  const answers = await Promise.all(tasks.map((task) => get(task)));
  expect(answers).toStrictEqual(tasks.map((json) => ({ status: 200, json })));
});

beforeEach(() => rmSync(started, { force: true }));

test("two requests run at the same time", async () => {
  const answers = await Promise.all([get("meet/1"), get("meet/2")]);
  expect(answers.map(({ status }) => status)).toStrictEqual([200, 200]);
});

/** Pipelined on one connection, they reach the server in this order. */
async function sendInOrder(paths: readonly string[]) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).resume();
  const requests = paths.map(
    (path) => `GET /prod/DynamoDBManager/${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n`,
  );
  socket.write(`${requests.join("\r\n")}connection: close\r\n\r\n`);
  await once(socket, "close");
}

test("of many requests, the first one is not the last to run", async () => {
  const asked = Array.from({ length: threads * 4 }, (_, i) => `queue/${i}`);
  await sendInOrder(asked);
  const ran = readFileSync(started, "utf8")
    .trim()
    .split("\n")
    .map((number) => `queue/${number}`);
  expect(ran.toSorted()).toStrictEqual(asked.toSorted());
  expect(ran.slice(-threads)).toContain(asked.at(-1));
});

test("the context has the function's name and the remaining time", async () => {
  const { json } = await get("context");
  expect(json).toMatchObject({
    awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    functionName: "LambdaFunctionOverHttps",
    functionVersion: "$LATEST",
    memoryLimitInMB: "64",
  });
  expect(json.first).toBeGreaterThan(json.second);
  expect(json.second).toBeGreaterThan(0);
  expect(json.first).toBeLessThanOrEqual(10_000);
  expect(lines.map((line) => line.replace(/\d+ ms/, "N ms"))).toStrictEqual([
    `START RequestId: ${json.awsRequestId} Version: $LATEST`,
    `END RequestId: ${json.awsRequestId}`,
    `REPORT RequestId: ${json.awsRequestId}\tDuration: N ms`,
  ]);
});

test("a function's environment has the engine, the region, its name and dummies, and nothing of the developer's", async () => {
  const server = await start({ code, environment: { HOME: "/home/me", AWS_PROFILE: "mine" } });
  const { json } = await get("environment", server.url);
  expect(json).toMatchObject({
    AWS_ACCESS_KEY_ID: "local",
    AWS_ENDPOINT_URL_DYNAMODB: server.endpoint,
    AWS_LAMBDA_FUNCTION_NAME: "LambdaFunctionOverHttps",
    AWS_REGION: "us-east-1",
    AWS_SECRET_ACCESS_KEY: "local",
    TABLES: expect.stringContaining("LambdaTable"),
  });
  expect(Object.keys(json)).not.toContain("AWS_SESSION_TOKEN");
  const developers = ["HOME", "PATH", "AWS_PROFILE"];
  expect(Object.keys(json).filter((key) => developers.includes(key))).toStrictEqual([]);
});

test("a function uses the engine and the credentials of the developer's environment", async () => {
  const engine = await startTestEngine();
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "token",
  };
  const server = await start({ code, memory: false, environment });
  expect(server.engine).toBe(engine.endpoint);
  expect((await get("environment", server.url)).json).toMatchObject(environment);
  await hurry(5_000, engine.close); // which waits for the tables' client
});

test("the API and the engine listen only on this machine", async () => {
  for (const here of [url, endpoint]) {
    await expect(fetch(here.replace("127.0.0.1", "127.0.0.2"))).rejects.toThrow();
    await fetch(here);
  }
});
