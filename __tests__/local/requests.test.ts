/** What a developer reads in the terminal about the requests. */
import { createServer } from "node:http";
import { connect } from "node:net";
import { buildSync } from "esbuild";
import { listen, stop } from "../../local/listen";
import { createRequestLog, wantsColour } from "../../local/requests";
import { createHome, until } from "../support/local/local-server";

const { home, start, lines } = createHome();

const source = `
  export const handler = async ({ path, requestContext }: any, { awsRequestId }: any) => {
    const task = path.split("/").at(-1);
    const { requestId } = requestContext ?? { requestId: awsRequestId };
    const entry = { requestId, operation: "read", table: "Some", status: 200, ms: 1, items: 3 };
    if (task === "say") console.log("by the way");
    if (task === "other") console.log(JSON.stringify({ requestId: 1 }));
    if (task === "broken") console.log("{" + requestId);
    if (task === "throw") fail();
    if (task === "note") Object.assign(entry, { error: "TypeError", message: "a\\nb", stack: ["at one", "at two"] });
    console.log(JSON.stringify(entry));
    return { statusCode: task === "bad" ? 400 : 200, body: "" };
  };
  function fail(): never { throw new TypeError("no"); }`;
const [map, code] = buildSync({
  stdin: { contents: source, loader: "ts", sourcefile: "functions/there.ts" },
  sourcemap: "external",
  minify: true,
  format: "esm",
  outfile: "index.mjs",
  write: false,
}).outputFiles.map(({ text }) => text) as [string, string];

/** Sends a request, and waits for its line. */
async function send(url: string, task: string): Promise<string[]> {
  await fetch(`${url}/DynamoDBManager/${task}`);
  await until(() => lines.some((line) => line.startsWith(`GET /prod/DynamoDBManager/${task} `)));
  return lines.map((line) => line.replaceAll(/[\d.]+ (ms|MB)/g, "N $1"));
}

describe("without --verbose", () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await start({ code, map }));
  });

  test.each(["plain", "bad"])(
    "a request is one line, with what the function's log says: %s",
    async (task) => {
      const status = task === "bad" ? 400 : 200;
      expect(await send(url, task)).toStrictEqual([
        `GET /prod/DynamoDBManager/${task} ${status} N ms read Some items 3`,
      ]);
    },
  );

  test.each([
    ["say", "by the way"],
    ["other", '{"requestId":1}'],
    ["broken", expect.stringMatching(/^\{[0-9a-f-]{36}$/)],
  ])("what else a function prints stays as it is: %s", async (task, text) => {
    expect(await send(url, task)).toStrictEqual([
      text,
      `GET /prod/DynamoDBManager/${task} 200 N ms read Some items 3`,
    ]);
  });

  test("an error that the function throws is printed with its stack, which names the source", async () => {
    const [line = ""] = await send(url, "throw");
    const [first, second] = line.split("\n");
    expect(first).toBe("GET /prod/DynamoDBManager/throw 502 N ms TypeError: no");
    expect(second).toContain(`${home}/functions/there.ts:14:`);
  });

  test("the stack in the function's log is below the line, and the message is in it", async () => {
    expect(await send(url, "note")).toStrictEqual([
      "GET /prod/DynamoDBManager/note 200 N ms read Some items 3 TypeError a b\n    at one\n    at two",
    ]);
  });

  test("a call past API Gateway is a line with the same", async () => {
    const path = "/2015-03-31/functions/LambdaFunctionOverHttps/invocations";
    await fetch(new URL(path, url), { method: "POST", body: '{"path":"note"}' });
    await until(() => lines.length > 0);
    expect(lines.map((line) => line.replace(/\d+ ms/, "N ms"))).toStrictEqual([
      `POST ${path} 200 N ms read Some items 3 TypeError a b\n    at one\n    at two`,
    ]);
  });

  test("a request whose caller leaves is printed as unanswered", async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write("POST /prod/leave HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9\r\n\r\n");
    await until(() => socket.bytesWritten > 0);
    await fetch(url);
    socket.destroy();
    await until(() => lines.some((line) => line.startsWith("POST /prod/leave unanswered ")));
  });
});

test("with --verbose, a request is what CloudWatch would have, then its line", async () => {
  const { url } = await start({ code, verbose: true });
  const print = '"operation":"read","table":"Some","status":200,"ms":1,"items":3}';
  const expected = (init: string) => [
    expect.stringMatching(/^START RequestId: [0-9a-f-]{36} Version: 1$/),
    expect.stringContaining(print),
    expect.stringMatching(/^END RequestId: [0-9a-f-]{36}$/),
    expect.stringMatching(
      new RegExp(
        `^REPORT RequestId: [0-9a-f-]{36}\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB${init}$`,
      ),
    ),
    "GET /prod/DynamoDBManager/plain 200 N ms",
  ];
  expect(await send(url, "plain")).toStrictEqual(expected("\tInit Duration: N ms"));
  lines.length = 0;
  expect(await send(url, "plain")).toStrictEqual(expected(""));
  lines.length = 0;
  expect(await send(url, "throw")).toStrictEqual([
    expect.stringMatching(/^START /),
    expect.stringMatching(
      /^[0-9a-f-]{36}\tERROR\tInvoke Error\t\{"errorType":"TypeError","errorMessage":"no","stack":\["TypeError: no"/,
    ),
    expect.stringMatching(/^END /),
    expect.stringMatching(/^REPORT /),
    expect.stringMatching(/ 502 N ms TypeError: no\n/),
  ]);
});

test.each([
  [false, []],
  [true, ["GET /_pages/service.json 200 N ms"]],
])(
  "what a page loads for itself is no line, but with --verbose (%s); its failures are",
  async (verbose, own) => {
    const printed: string[] = [];
    const log = createRequestLog({ verbose, colour: false, print: (text) => printed.push(text) });
    const server = createServer(({ url }, response) => {
      response.writeHead(url === "/_pages/none.js" ? 404 : 200).end();
    });
    log.watch(server);
    const port = await listen(server, 0, "127.0.0.1");
    for (const path of ["/_pages/service.json", "/_pages/none.js", "/prod"]) {
      await fetch(`http://127.0.0.1:${port}${path}`);
    }
    await stop(server);
    expect(
      printed
        .join("\n")
        .replaceAll(/\d+ ms/g, "N ms")
        .split("\n"),
    ).toStrictEqual([...own, "GET /_pages/none.js 404 N ms", "GET /prod 200 N ms"]);
  },
);

test("a thousand notes are kept of requests that are not answered yet, and no more", async () => {
  const printed: string[] = [];
  const print = (line: string) => printed.push(line);
  const log = createRequestLog({ verbose: false, colour: false, print });
  const server = createServer(({ url }, response) => {
    response.setHeader("x-amzn-requestid", String(url?.slice(1))).end();
  });
  log.watch(server);
  const port = await listen(server, 0, "127.0.0.1");
  for (let i = 0; i <= 1000; i++) log.fail(String(i), "late");
  for (const id of ["0", "1"]) await fetch(`http://127.0.0.1:${port}/${id}`);
  await stop(server);
  expect(printed.join("\n").replaceAll(/\d+ ms/g, "N ms")).toBe(
    "GET /0 200 N ms\nGET /1 200 N ms late",
  );
});

describe("colour", () => {
  const terminal = { hasColors: (environment?: object) => !("NO_COLOR" in (environment ?? {})) };
  test.each([
    ["a terminal", true, terminal, {}],
    ["a terminal with NO_COLOR", false, terminal, { NO_COLOR: "1" }],
    ["a file", false, {}, {}],
    ["a file with FORCE_COLOR", true, {}, { FORCE_COLOR: "1" }],
    ["a terminal with FORCE_COLOR=0", false, terminal, { FORCE_COLOR: "0" }],
  ])("on %s: %j", (_, expected, stream, environment) => {
    expect(wantsColour(stream, environment)).toBe(expected);
  });

  test.each([
    ["plain", "\u001B[32m200\u001B[39m"],
    ["bad", "\u001B[33m400\u001B[39m"],
    ["throw", "\u001B[31m502\u001B[39m"],
  ])("is the status's, and red for a stack: %s", async (task, status) => {
    const { url } = await start({ code, environment: { FORCE_COLOR: "1" } });
    const [line = ""] = await send(url, task);
    expect(line).toContain(` ${status} `);
    expect(line.includes("\n    \u001B[31mat ")).toBe(task === "throw");
  });
});
