/**
 * `npm run test:nodes`: a user's first commands, on every supported line of Node but the one that runs this. A clone of
 * what is committed is installed, started, asked the guide's three requests, and synthesized.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { kill, killAll, run, startServer } from "../support/deploy/processes";

const lines = ["20.19", "22", "24", "26"].filter(
  (line) => Number.parseInt(line, 10) !== Number.parseInt(process.versions.node, 10),
);

/** The guide's own, and what they answer. */
const requests: readonly (readonly [string, string])[] = [
  [
    '{"operation":"create","tableName":"LambdaTable","payload":{"Item":{"Id":"1","name":"Bob"}}}',
    "{}",
  ],
  [
    '{"operation":"read","tableName":"LambdaTable","payload":{"Key":{"Id":"1"}}}',
    '{"Item":{"Id":"1","name":"Bob"}}',
  ],
  [
    '{"operation":"echo","payload":{"somekey1":"somevalue1","somekey2":"somevalue2"}}',
    '{"somekey1":"somevalue1","somekey2":"somevalue2"}',
  ],
];

const headers = { "content-type": "application/x-www-form-urlencoded" }; // as `curl -d` sends them
const directory = mkdtempSync(join(tmpdir(), "a node "));
const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|AWS_|TF_)/.test(name)),
);
const synthesized = new Map<string, string>();
const versions: string[] = [];
after(() => {
  killAll();
  rmSync(directory, { recursive: true, force: true });
  console.log(`Node ${versions.join(", ")}: npm ci, start, the guide's requests, synth`);
});

for (const line of lines) {
  test(`Node ${line}: npm ci, npm start, the guide's requests, npm run synth`, async () => {
    const env = { ...clean, PATH: [await install(line), clean["PATH"]].join(delimiter) };
    versions.push((await run("node", ["--version"], { cwd: directory, env })).trim());
    const cwd = join(directory, `clone ${line}`);
    await run("git", ["clone", "-q", process.cwd(), cwd], { cwd: directory, env });
    await run("npm", ["ci"], { cwd, env });
    await ask(cwd, env);
    assert.doesNotMatch(await run("npm", ["run", "-s", "synth"], { cwd, env }), /warning/i);
    synthesized.set(
      line,
      readFileSync(join(cwd, "cdktf.out/stacks/dynamodb-operations/cdk.tf.json"), "utf8"),
    );
    rmSync(cwd, { recursive: true }); // a gigabyte
  });
}

test("every line synthesizes the same", () => {
  assert.equal(synthesized.size, lines.length);
  assert.equal(new Set(synthesized.values()).size, 1);
});

/** @returns the directory of the binary, which is a package of npm */
async function install(line: string): Promise<string> {
  const name = `node-${process.platform.replace("win32", "win")}-${process.arch}`;
  const cwd = mkdtempSync(join(directory, "node-"));
  await run("npm", ["install", "--prefix", cwd, "--ignore-scripts", `${name}@${line}`], {
    cwd,
    env: clean,
  });
  return join(cwd, "node_modules", name, "bin");
}

async function ask(cwd: string, env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const server = await startServer({ cwd, env });
  assert.doesNotMatch(server.output(), /warning|error/i);
  for (const [body, answer] of requests) {
    const response = await fetch(server.url, { method: "POST", headers, body });
    assert.equal(await response.text(), answer);
  }
  kill(server.child, "SIGINT");
}
