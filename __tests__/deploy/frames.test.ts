/** From a planted bug to its line of source: in the log of local mode, and by `npm run frames` for the cloud's. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { until } from "../support/local/local-server";
import { createProject, curl } from "../support/local/project";

const project = createProject();
const { home } = project;
const source = join(home, "functions/operations.ts");
const plant = (message: string) => {
  const text = readFileSync(source, "utf8");
  writeFileSync(
    source,
    text.replace('answer: () => "pong"', `answer: () => { throw new Error("${message}") }`),
  );
  return text;
};
afterAll(async () => {
  await project.endAll();
  project.remove();
});

const launch =
  (...words: string[]) =>
  (input = "") =>
    spawnSync(process.execPath, ["launch.mjs", ...words], { cwd: home, input, encoding: "utf8" });
const synth = launch("main.ts");
const frames = launch("deploy/frames.ts");

/** The checksum of the newest build. */
function built(): string {
  const zip = readFileSync(join(home, "dist/function.zip"));
  return createHash("sha256").update(zip).digest("base64");
}

/** The log line of a ping, as the cloud would have it. */
function invoke(): string {
  const zip = unzipSync(readFileSync(join(home, "dist/function.zip")));
  writeFileSync(join(home, "index.mjs"), zip["index.mjs"] as Uint8Array);
  const script = `const { handler } = await import("./index.mjs");
    const context = { awsRequestId: "1", functionVersion: "3", getRemainingTimeInMillis: () => 5000 };
    await handler({ operation: "ping" }, context).catch(() => {});`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: home,
    encoding: "utf8",
    env: { ...process.env, TABLES: "[]", CODE_SHA256: built() },
  });
  return stdout;
}

const line =
  /^functions\/operations\.ts:\d+:\d+ {2}answer: \(\) => \{ throw new Error\("boom"\) \},\n/;

test("without a log, or with a word, it says how it is used", () => {
  const atTerminal = ["--import", "data:text/javascript,process.stdin.isTTY=true"];
  const words = [...atTerminal, "launch.mjs", "deploy/frames.ts"];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: home, encoding: "utf8" });
  const usage = expect.stringMatching(/^Usage: npm run -s frames/);
  expect([status, stderr]).toStrictEqual([2, usage]);
  expect(launch("deploy/frames.ts", "--", "word")()).toMatchObject({ status: 2, stderr: usage });
});

test("a bug's line is found in local mode's log and in the cloud's, also after the next build", async () => {
  const fixed = plant("boom");
  const { url, output } = await project.start(["--port", "0", "--memory", "--no-watch"]);
  await curl(url, '{"operation":"ping"}');
  await until(() => output().includes("POST /prod"));
  expect(output()).toMatch(
    /^POST .* 500 \d+ ms ping Error boom\n {4}at .*a project .*\/functions\/operations\.ts:\d+/m,
  );

  const log = invoke();
  expect(log).toMatch(/"message":"boom".*index\.mjs:\d+:\d+.*"version":"3"/);
  expect(frames(log)).toMatchObject({ stdout: expect.stringMatching(line), stderr: "" });
  const [bare = ""] = /index\.mjs:\d+:\d+/.exec(log) ?? [];
  const { stdout, stderr } = frames(bare);
  expect(stdout).toMatch(line);
  expect(stderr).toMatch(/^Without "codeSha256" .* built last in this checkout:\n$/);

  writeFileSync(source, `// one line more\n${fixed}`);
  expect(synth()).toMatchObject({ status: 0, stderr: "" });
  expect(frames(bare).stdout).not.toMatch(line);
  const both = frames(`2027-01-01T00:00:00 ${log}${bare}\n`);
  expect(both.stdout).toBe(frames(log).stdout + frames(bare).stdout);
  expect(both.stdout).toMatch(line);
});

test("a missing source map is an error that says what to do", () => {
  const unknown = createHash("sha256").update("another").digest("base64");
  const { status, stderr } = frames(`{"stack":["at a (index.mjs:1:2)"],"codeSha256":"${unknown}"}`);
  expect([status, stderr]).toStrictEqual([1, expect.stringContaining(`for the code ${unknown}`)]);
  expect(stderr).toContain("npm run synth");
});

test("input without a frame of the bundle is not passed over in silence", () => {
  expect(frames("at a (functions/a.ts:1:2)")).toMatchObject({
    status: 1,
    stdout: "",
    stderr:
      "The input has no frame such as index.mjs:1:2345. The lines of npm start name the source already.\n",
  });
});

test("source that does not build is shown with its line, and nothing is run", () => {
  const text = readFileSync(source, "utf8");
  writeFileSync(source, `${text}\nconst = 1;`);
  const { status, stderr } = synth();
  writeFileSync(source, text);
  expect(status).toBe(1);
  expect(stderr).toMatch(/functions\/operations\.ts:\d+:\d+/);
});
