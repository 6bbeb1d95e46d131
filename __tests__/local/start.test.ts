import { appendFileSync, cpSync, existsSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { listen, stop } from "../../local/listen";
import { startTestEngine } from "../engine";
import { createProject, curl, shell } from "./project";

jest.setTimeout(60_000);

const project = createProject();
const { home, start, end } = project;
afterEach(() => project.endAll());
afterAll(() => project.remove());

const create =
  '{"operation":"create","tableName":"LambdaTable","payload":{"Item":{"Id":"1","name":"Bob"}}}';
const read = '{"operation":"read","tableName":"LambdaTable","payload":{"Key":{"Id":"1"}}}';

test("answers the guide's curls, survives Ctrl-C and a restart with its data, and resets", async () => {
  const first = await start(["--port", "0"]);
  expect(first.output()).toMatch(/^Engine +dynalite at http:.*, data in \.local\/\nTables +Lambda/);
  expect(await curl(first.url, create)).toBe("{}");
  expect(await curl(first.url, read)).toBe('{"Item":{"Id":"1","name":"Bob"}}');
  const pasted = /Try +(.*)/.exec(first.output())?.[1] as string;
  expect(await shell(pasted)).toBe('"pong"');

  const second = await start(["--port", "0"]);
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toMatch(/^Another process uses the data in .*--memory.*\n$/);

  await end(first.child, "SIGINT");
  expect(project.temporaryFiles()).toEqual([]);
  const third = await start(["--port", "0"]);
  expect(await curl(third.url, read)).toBe('{"Item":{"Id":"1","name":"Bob"}}');

  await end(third.child, "SIGKILL");
  const fourth = await start(["--port", "0", "--reset"]);
  expect(await curl(fourth.url, read)).toBe("{}");
  expect(fourth.output()).not.toMatch(/warning/i);
});

test("an expression that keeps the engine busy stops neither the API nor Ctrl-C", async () => {
  const before = project.temporaryFiles();
  const { child, url } = await start(["--port", "0", "--memory"]);
  expect(await curl(url, create)).toBe("{}");
  const nested = `${"(".repeat(40)}Id = :id${")".repeat(40)}`;
  const payload = { FilterExpression: nested, ExpressionAttributeValues: { ":id": "1" } };
  const busy = fetch(url, { method: "POST", body: JSON.stringify({ operation: "list", payload }) });
  busy.catch(() => {}); // the end of the server is the end of the request
  await new Promise((done) => setTimeout(done, 500));
  expect(await curl(url, '{"operation":"ping"}')).toBe('"pong"');
  await end(child, "SIGINT");
  expect(project.temporaryFiles()).toEqual(before);
});

test("in memory leaves no data on the disk", async () => {
  rmSync(join(home, ".local"), { recursive: true, force: true });
  const { url, output } = await start(["--port", "0", "--memory"]);
  expect(await curl(url, create)).toBe("{}");
  expect(output()).toContain("in memory");
  expect(existsSync(join(home, ".local"))).toBe(false);
});

const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
const somebody = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "a/secret",
  AWS_SESSION_TOKEN: "a+token=",
};
test.each([
  ["dummies", nobody],
  ["those of the environment", somebody],
])("--auth lets in only what is signed with its credentials: %s", async (_, environment) => {
  const { url, output } = await start(["--port", "0", "--memory", "--auth"], environment);
  expect(output()).not.toMatch(/a\/secret|a\+token/);
  const pasted = /Try +(.*)/.exec(output())?.[1] as string;
  const variables = Object.entries(environment).map((pair) => `export ${pair.join("=")}; `);
  expect(await shell(variables.join("") + pasted)).toBe('"pong"');
  expect(await shell(`AWS_SECRET_ACCESS_KEY=other; ${pasted.replace(":local", ":other")}`)).toMatch(
    /"The (request signature|security token) /,
  );
  expect(await curl(url, create)).toContain('"detail":"Missing Authentication Token"');
});

test("uses the engine that the environment names", async () => {
  const engine = await startTestEngine();
  const { url, output } = await start(["--port", "0"], {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
  });
  expect(output()).toContain(`Engine   ${engine.endpoint}\n`);
  const answer = await curl(url, create);
  await engine.close();
  expect(answer).toBe("{}");
});

describe("what cannot work ends with status 1 and says what to do", () => {
  test("a port in use", async () => {
    const server = createServer();
    const port = await listen(server, 0, "127.0.0.1");
    const { child, output } = await start(["--memory", "--port", String(port)]);
    expect(child.exitCode).toBe(1);
    expect(output()).toBe(
      `Port ${port} is in use. Choose another: npm start -- --port ${port + 1}\n`,
    );
    await stop(server);
  });

  test("an engine that does not answer", async () => {
    const endpoint = "http://127.0.0.1:9";
    const { child, output } = await start([], { AWS_ENDPOINT_URL_DYNAMODB: endpoint });
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/^No DynamoDB answers at http:\/\/127\.0\.0\.1:9, .*\n$/);
  });

  test("a flag for an engine that is not used", async () => {
    const AWS_ENDPOINT_URL_DYNAMODB = "http://127.0.0.1:9";
    const { child, output } = await start(["--reset"], { AWS_ENDPOINT_URL_DYNAMODB });
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/^--memory and --reset are for the embedded engine, .*\n$/);
  });

  test.each([
    [["--port", "http"], /^--port takes a number from 0 to 65535, not "http"\.\n$/],
    [["--prot", "1"], /^Unknown option '--prot'\.\nUsage: npm start/],
  ])("%j", async (args, message) => {
    const { child, output } = await start(args);
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(message);
  });

  test("a bundle that does not build", async () => {
    const file = join(home, "functions/json.ts");
    appendFileSync(file, "const = 1;");
    const { child, output } = await start(["--memory"]);
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/^The project does not synthesize\.\n/);
    expect(output()).toMatch(/functions\/json\.ts:\d+:6/);
    expect(output()).not.toContain("    at ");
    cpSync("functions/json.ts", file);
  });
});

test("--help prints the flags", async () => {
  const { child, output } = await start(["--help"]);
  expect(child.exitCode).toBe(0);
  expect(output()).toMatch(/^Usage: npm start/);
});
