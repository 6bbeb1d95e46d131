import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startEngine } from "../../local/engine";
import { listen, stop } from "../../local/listen";

jest.setTimeout(60_000);

/** A checkout of its own, in a path with a space. */
const home = mkdtempSync(join(tmpdir(), "a project "));
const temporary = join(home, "temporary");
const running = new Set<ChildProcess>();

beforeAll(() => {
  mkdirSync(temporary);
  for (const part of ["main.ts", "cdktf.json", "package.json", "functions", "infra", "local"]) {
    cpSync(part, join(home, part), { recursive: true });
  }
  symlinkSync(join(process.cwd(), "node_modules"), join(home, "node_modules"));
});
afterEach(async () => {
  await Promise.all([...running].map((child) => end(child, "SIGKILL")));
});
afterAll(() => rmSync(home, { recursive: true }));

/** Runs `npm start` until it has printed `until`, or has ended. */
async function npmStart(args: string[], environment: Record<string, string> = {}) {
  const child = spawn("npm", ["start", "--silent", "--", ...args], {
    cwd: home,
    env: { ...process.env, TMPDIR: temporary, ...environment },
    detached: true, // a group of its own, which Ctrl-C reaches as a whole
  });
  running.add(child);
  let output = "";
  child.stdout.on("data", (data) => (output += data));
  child.stderr.on("data", (data) => (output += data));
  const ended = once(child, "exit");
  while (!output.includes("Started in") && child.exitCode === null) {
    await Promise.race([once(child.stdout, "data"), ended]);
  }
  if (child.exitCode !== null) running.delete(child);
  const url = /Try .* (http\S+)/.exec(output)?.[1] ?? "";
  return { child, url, output: () => output };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  running.delete(child);
  const exit = once(child, "exit");
  process.kill(-(child.pid as number), signal);
  await exit;
}

/** As the guide does it: no content type, the body with single quotes. */
const curl = (url: string, body: string) => shell(`curl -s -X POST -d '${body}' ${url}`);

const shell = async (line: string) => (await promisify(execFile)("sh", ["-c", line])).stdout;

const create =
  '{"operation":"create","tableName":"LambdaTable","payload":{"Item":{"Id":"1","name":"Bob"}}}';
const read = '{"operation":"read","tableName":"LambdaTable","payload":{"Key":{"Id":"1"}}}';

test("answers the guide's curls, survives Ctrl-C and a restart with its data, and resets", async () => {
  const first = await npmStart(["--port", "0"]);
  expect(first.output()).toMatch(/^Engine +dynalite at http:.*, data in \.local\/\nTables +Lambda/);
  expect(await curl(first.url, create)).toBe("{}");
  expect(await curl(first.url, read)).toBe('{"Item":{"Id":"1","name":"Bob"}}');
  const pasted = /Try +(.*)/.exec(first.output())?.[1] as string;
  expect(await shell(pasted)).toBe('"pong"');

  const second = await npmStart(["--port", "0"]);
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toMatch(/^Another process uses the data in .*--memory.*\n$/);

  await end(first.child, "SIGINT");
  expect(readdirSync(temporary)).toEqual([]);
  const third = await npmStart(["--port", "0"]);
  expect(await curl(third.url, read)).toBe('{"Item":{"Id":"1","name":"Bob"}}');

  await end(third.child, "SIGKILL");
  const fourth = await npmStart(["--port", "0", "--reset"]);
  expect(await curl(fourth.url, read)).toBe("{}");
  expect(fourth.output()).not.toMatch(/warning/i);
});

test("in memory leaves no data on the disk", async () => {
  rmSync(join(home, ".local"), { recursive: true, force: true });
  const { url, output } = await npmStart(["--port", "0", "--memory"]);
  expect(await curl(url, create)).toBe("{}");
  expect(output()).toContain("in memory");
  expect(existsSync(join(home, ".local"))).toBe(false);
});

test("uses the engine that the environment names", async () => {
  const engine = await startEngine({});
  const { url, output } = await npmStart(["--port", "0"], {
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
    const { child, output } = await npmStart(["--memory", "--port", String(port)]);
    expect(child.exitCode).toBe(1);
    expect(output()).toBe(
      `Port ${port} is in use. Choose another: npm start -- --port ${port + 1}\n`,
    );
    await stop(server);
  });

  test("an engine that does not answer", async () => {
    const endpoint = "http://127.0.0.1:9";
    const { child, output } = await npmStart([], { AWS_ENDPOINT_URL_DYNAMODB: endpoint });
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/^No DynamoDB answers at http:\/\/127\.0\.0\.1:9, .*\n$/);
  });

  test.each([
    [["--port", "http"], /^--port takes a number from 0 to 65535, not "http"\.\n$/],
    [["--prot", "1"], /^Unknown option '--prot'\.\nUsage: npm start/],
  ])("%j", async (args, message) => {
    const { child, output } = await npmStart(args);
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(message);
  });

  test("a bundle that does not build", async () => {
    const file = join(home, "functions/json.ts");
    const text = readFileSync(file);
    appendFileSync(file, "const = 1;");
    const { child, output } = await npmStart(["--memory"]);
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/^The project does not synthesize\.\n/);
    expect(output()).toMatch(/functions\/json\.ts:\d+:6/);
    expect(output()).not.toContain("    at ");
    cpSync(join(process.cwd(), "functions/json.ts"), file);
    expect(readFileSync(file).equals(text)).toBe(true);
  });
});

test("--help prints the flags", async () => {
  const { child, output } = await npmStart(["--help"]);
  expect(child.exitCode).toBe(0);
  expect(output()).toMatch(/^Usage: npm start/);
});
