/** What a function does to its own process, and what the server must survive. */
import { createHome, until } from "../../support/local/local-server";

const { start, lines } = createHome();

const code = `
  import { execFileSync } from "node:child_process";
  import { writeSync } from "node:fs";
  import { env } from "node:process";
  let late;
  const written = (text) => { writeSync(3, text + "\\n"); late = text; };
  const tasks = {
    "set-variables": () => {
      process.env.NEW = "1";
      process.env.NEW = "2";
      process.env.LANG = "C";
      delete process.env.TZ;
      return [process.env.NEW, process.env.LANG, "TZ" in process.env];
    },
    trace: () => [
      process.env._X_AMZN_TRACE_ID,
      env._X_AMZN_TRACE_ID,
      { ...process.env }._X_AMZN_TRACE_ID,
      JSON.parse(JSON.stringify(process.env))._X_AMZN_TRACE_ID,
      execFileSync(process.execPath, ["-p", "process.env._X_AMZN_TRACE_ID"]).toString().trim(),
    ],
    "stack-number": () => { throw Object.assign(new Error("odd"), { stack: 1 }); },
    "stack-list": () => {
      Error.prepareStackTrace = (_, frames) => frames;
      throw new Error("odd");
    },
    "name-object": () => { throw Object.assign(new Error("odd"), { name: { a: 1 } }); },
    "message-object": () => { throw Object.assign(new Error("odd"), { message: { a: 1 } }); },
    hello: () => written("hello"),
    empty: () => written(""),
    payload: () => written("Pnull"),
    number: () => written("W"),
    after: async () => {
      if (late !== undefined) writeSync(4, late + "\\n");
      late = undefined;
      await new Promise((done) => setTimeout(done, 30)); // the server reads the line in this turn
    },
  };
  export const handler = async ({ pathParameters: { proxy } }) =>
    ({ statusCode: 200, body: JSON.stringify((await tasks[proxy]?.()) ?? proxy) });`;

let url: string;
beforeAll(async () => {
  ({ url } = await start({ code }));
});
const get = async (task: string) => {
  const response = await fetch(`${url}/DynamoDBManager/${task}`);
  return { status: response.status, json: JSON.parse(await response.text()) };
};

test("a function can set and delete variables of its environment, again and again", async () => {
  const expected = { status: 200, json: ["2", "C", false] };
  expect(await get("set-variables")).toStrictEqual(expected);
  expect(await get("set-variables")).toStrictEqual(expected);
});

test("_X_AMZN_TRACE_ID is that of the invocation, however it is read", async () => {
  const { json: first } = await get("trace");
  const { json: second } = await get("trace");
  expect(new Set(first).size).toBe(1);
  expect(new Set(second).size).toBe(1);
  expect(first[0]).toMatch(/^Root=1-/);
  expect(first[0]).not.toBe(second[0]);
});

test.each(["stack-number", "stack-list", "name-object", "message-object"])(
  "an error that is not as V8 makes it is a 502: %s",
  async (task) => {
    expect((await get(task)).status).toBe(502);
    expect(await get("after")).toStrictEqual({ status: 200, json: "after" });
  },
);

test.each(["hello", "empty", "number", "payload"])(
  "what a function writes to the pipes of its process does not end the server: %s",
  async (task) => {
    await get(task);
    expect((await get("after")).status).toBe(200);
    if (task === "hello") await until(() => lines.includes("hello"));
  },
);
