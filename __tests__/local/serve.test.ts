/** The local server from its start to its stop, with the data and the ports that it opens. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { listen, stop } from "../../local/listen";
import { clientOf } from "../support/local/engine-on-disk";
import { createHome, hurry, until } from "../support/local/local-server";

const { home, start } = createHome();
const loaded = join(home, "loaded");
const arrived = join(home, "arrived");

/** Notes on the disk where it is loaded from and what is asked of it, and answers with its environment. */
const noting = `
  import { writeFileSync } from "node:fs";
  writeFileSync(${JSON.stringify(loaded)}, import.meta.url);`;
const code = `${noting}
  export const handler = async ({ path }) => {
    writeFileSync(${JSON.stringify(arrived)}, path);
    if (path === "/hang") await new Promise(() => {});
    if (path === "/slow") await new Promise((done) => setTimeout(done, 200));
    return { statusCode: 200, body: JSON.stringify(process.env) };
  };`;

/** Sends a request, and waits until the function has it. */
async function ask(url: string) {
  rmSync(arrived, { force: true });
  const answer = fetch(url);
  answer.catch(() => {}); // the test sees it
  await until(() => existsSync(arrived));
  return { answer };
}

const codeIsThere = () => existsSync(fileURLToPath(readFileSync(loaded, "utf8")));
const TableName = "LambdaTable";
const put = new PutItemCommand({ TableName, Item: { Id: { S: "1" } } });
const countIn = async ({ endpoint }: { readonly endpoint: string }) =>
  (await clientOf(endpoint).send(new ScanCommand({ TableName }))).Count;

describe("the data", () => {
  test("is there again after a restart, and gone after --reset", async () => {
    const first = await start({ code, memory: false });
    expect(first.engine).toMatch(/^dynalite at http:\/\/127\.0\.0\.1:\d+, data in \.local\/$/);
    await clientOf(first.endpoint).send(put);
    await first.close();
    const second = await start({ code, memory: false });
    expect(await countIn(second)).toBe(1);
    await second.close();
    const third = await start({ code, memory: false, reset: true });
    expect(await countIn(third)).toBe(0);
    await third.close();
  });

  test("is used by one server at a time: a second one says so, and the first one continues", async () => {
    const first = await start({ code, memory: false });
    await expect(start({ code, memory: false })).rejects.toThrow(
      /^Another process uses the data in .*\.local\. Stop it, or start with --memory\.$/,
    );
    expect(await countIn(first)).toBe(0);
    await first.close();
  });

  test("in memory leaves nothing on the disk", async () => {
    rmSync(join(home, ".local"), { recursive: true, force: true });
    const server = await start({ code });
    expect(server.engine).toMatch(/, in memory$/);
    await clientOf(server.endpoint).send(put);
    await server.close();
    expect(existsSync(join(home, ".local"))).toBe(false);
  });
});

describe("a failed start says why, and leaves nothing behind that disturbs the next start", () => {
  const name = "LambdaFunctionOverHttps";
  test.each([
    [
      "throws when it loads",
      "throw new Error('at once');",
      `${name} does not load: Error: at once\n    at `,
    ],
    ["ends when it loads", "process.exit(0);", `${name} does not load: Runtime exited without`],
    ["exports no handler", "export const other = 1;", 'The module exports no "handler".'],
  ])("a function that %s", async (_, text, message) => {
    await expect(start({ code: noting + text, memory: false })).rejects.toThrow(message);
    expect(codeIsThere()).toBe(false);
  });

  test("a function that never finishes loading, after Lambda's 10 seconds", async () => {
    const never = `${noting} setInterval(() => {}, 1000); await new Promise(() => {});`;
    rmSync(loaded, { force: true });
    const starting = hurry(
      20_000,
      () => start({ code: never, memory: false }),
      () => existsSync(loaded),
    );
    await expect(starting).rejects.toThrow(`${name} does not load: Task timed out after 10.00`);
    expect(codeIsThere()).toBe(false);
  });

  test("a zip without the handler's module", async () => {
    const lambda = { handler: "other.handler" };
    await expect(start({ code, lambda, memory: false })).rejects.toThrow(
      `The zip of ${name} has no other.mjs.`,
    );
  });

  test("a file in place of the lock, which is no error of another process", async () => {
    const lock = join(home, ".local/lock");
    rmSync(lock, { recursive: true, force: true });
    mkdirSync(join(home, ".local"), { recursive: true });
    writeFileSync(lock, "");
    const starting = start({ code, memory: false });
    await expect(starting).rejects.not.toThrow("Another process");
    rmSync(lock);
  });

  test("a port in use", async () => {
    const server = createServer();
    const port = await listen(server, 0, "127.0.0.1");
    await expect(start({ code, port, memory: false })).rejects.toThrow(
      `Port ${port} is in use. Choose another: npm start -- --port ${port + 1}`,
    );
    await stop(server);
    expect(codeIsThere()).toBe(false);
  });

  test.each([
    { reset: true, memory: false },
    { memory: true },
    { enginePort: 8000, memory: false },
  ])("%j with another engine than the embedded one", async (flag) => {
    const environment = { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" };
    await expect(start({ code, environment, ...flag })).rejects.toThrow(
      "--memory, --reset and --engine-port are for the embedded engine, but AWS_ENDPOINT_URL_DYNAMODB names another.",
    );
  });

  test("and the next start finds everything unchanged", async () => {
    const server = await start({ code, memory: false });
    expect(await countIn(server)).toBe(0);
    await server.close();
  });
});

test("the API and the engine listen only on this machine", async () => {
  const { url, endpoint } = await start({ code });
  for (const here of [url, endpoint]) {
    await expect(fetch(here.replace("127.0.0.1", "127.0.0.2"))).rejects.toThrow();
    await fetch(here);
  }
});

describe("stopping", () => {
  test("does not wait for idle connections", async () => {
    const server = await start({ code, memory: false });
    await (await fetch(server.url)).text();
    expect(await countIn(server)).toBe(0);
    await hurry(0, server.close);
  });

  test("waits for open requests, refuses new ones, and removes the function's code", async () => {
    const server = await start({ code });
    const { answer } = await ask(`${server.url}/slow`);
    expect(codeIsThere()).toBe(true);
    await Promise.all([server.close(), server.close()]); // npm passes on a Ctrl-C that has come already
    expect((await answer).status).toBe(200);
    expect(codeIsThere()).toBe(false);
    for (const url of [server.url, server.endpoint]) await expect(fetch(url)).rejects.toThrow();
  });

  test("does not wait for a function that never answers", async () => {
    const server = await start({ code });
    const { answer } = await ask(`${server.url}/hang`);
    await hurry(5_000, server.close);
    await expect(answer).rejects.toThrow();
  });
});
