/** `npm start` as a process: what it prints, what ends it, and what is left when it is killed. */
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { createProject, curl, shell } from "../support/local/project";

const project = createProject();
const { home, start, end } = project;
afterAll(async () => {
  await project.endAll();
  project.remove();
});

const create =
  '{"operation":"create","tableName":"LambdaTable","payload":{"Item":{"Id":"1","name":"Bob"}}}';
const read = '{"operation":"read","tableName":"LambdaTable","payload":{"Key":{"Id":"1"}}}';
const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };

test("killed, it leaves its data to the next start, which a Ctrl-C ends without a trace", async () => {
  const killed = await start(["--port", "0"], nobody);
  expect(await curl(killed.url, create)).toBe("{}");
  await end(killed.child, "SIGKILL");
  const before = project.temporaryFiles();

  const { child, url, output } = await start(["--port", "0"], nobody);
  expect(output()).toMatch(/^Engine +dynalite at http:.*, data in \.local\/\nTables +Lambda/);
  expect(await curl(url, read)).toBe('{"Item":{"Id":"1","name":"Bob"}}');
  const pasted = /Try +(.*)/.exec(output())?.[1] as string;
  expect(await shell(pasted)).toBe('"pong"');
  for (let i = 0; i < 20; i++) await fetch(url, { method: "POST", body: read });
  await end(child, "SIGINT");
  expect([0, "SIGINT"]).toContain(child.exitCode ?? child.signalCode); // the shell's own end
  expect(project.temporaryFiles()).toStrictEqual(before);
  expect(output()).not.toMatch(/warning/i);
});

test("ends with npm when only npm gets a signal", async () => {
  const { child, url } = await start(["--port", "0", "--memory"], nobody);
  child.kill("SIGTERM");
  await once(child, "close"); // when nobody has its output any more
  await expect(fetch(url)).rejects.toThrow();
});

describe("a wrong start ends with status 1 and says what to do", () => {
  test("an engine that does not answer", async () => {
    const environment = { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" };
    const { child, output } = await start([], environment);
    expect(child.exitCode).toBe(1);
    expect(output()).toBe(
      "No DynamoDB answers at http://127.0.0.1:9, which AWS_ENDPOINT_URL_DYNAMODB names. " +
        "Start it, or unset the variable to use the embedded engine.\n",
    );
  });

  test("a bundle that does not build", async () => {
    appendFileSync(join(home, "functions/operations.ts"), "const = 1;");
    const { child, output } = await start(["--memory"]);
    expect(child.exitCode).toBe(1);
    expect(output()).toMatch(/^The project does not synthesize\.\n/);
    expect(output()).toMatch(/functions\/operations\.ts:\d+:6/);
    expect(output()).not.toContain("    at ");
  });
});

test("--help prints the flags", async () => {
  const { child, output } = await start(["--help"]);
  expect(child.exitCode).toBe(0);
  expect(output()).toMatch(/^Usage: npm start/);
});
