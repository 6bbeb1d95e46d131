/** What is left when the server is killed, and cannot end its processes. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { until } from "../../support/local/local-server";

const home = mkdtempSync(join(tmpdir(), "orphans "));
const servers: ChildProcess[] = [];
afterAll(() => {
  for (const server of servers) server.kill("SIGKILL");
  rmSync(home, { recursive: true });
});

const code = `
  import { spawn } from "node:child_process";
  import { writeFileSync } from "node:fs";
  export const handler = async ({ task, note }) => {
    const own = /^(start|throw)$/.test(task) ? [spawn("sleep", ["1000"]).pid] : [];
    writeFileSync(note, [process.pid, ...own].join(" "));
    while (task === "compute");
    if (task === "throw") setTimeout(() => { throw new Error("nothing catches it"); });
    await new Promise(() => setInterval(() => {}, 1000));
  };`;

/** The state Z is of a process that has ended, and whose parent has not noticed yet. */
function isRunning(pid: string): boolean {
  try {
    return !/^Z/.test(execFileSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).trim());
  } catch {
    return false; // ps found none
  }
}

/** A server's process that has a function do something for ever. */
function startServer(task: string): { readonly server: ChildProcess; readonly note: string } {
  const bundle = join(home, "pool.js");
  const entryPoints = ["local/function/pool.ts"];
  buildSync({ entryPoints, bundle: true, platform: "node", outfile: bundle });
  writeFileSync(join(home, "index.mjs"), code);
  const note = join(home, task);
  const props = {
    function: { name: "f", handler: "index.handler", timeout: 900, memory: 512, environment: {} },
    region: "us-east-1",
    module: pathToFileURL(join(home, "index.mjs")).href,
    environment: {},
    workerFile: resolve("dist/tests/local/function/worker.js"),
  };
  const program = `require(${JSON.stringify(bundle)})
    .startPool({ ...${JSON.stringify(props)}, hear: () => {} })
    .then((pool) => pool.invoke(${JSON.stringify({ task, note })}));`;
  const server = spawn(process.execPath, ["-e", program], { stdio: "inherit" });
  servers.push(server);
  return { server, note };
}

const read = (note: string) => {
  try {
    return readFileSync(note, "utf8").split(" ").filter(Boolean);
  } catch {
    return [];
  }
};

test.each([
  ["waits", "wait"],
  ["computes without an end", "compute"],
  ["has started another process", "start"],
])(
  "when the server is killed, a function that %s ends with all it has started",
  async (_, task) => {
    const { server, note } = startServer(task);
    await until(() => read(note).length > 0);
    const pids = read(note);
    expect(pids.map(isRunning)).not.toContain(false);
    server.kill("SIGKILL");
    await once(server, "exit");
    await until(() => !pids.some(isRunning));
  },
);

test("what a function has started ends with its process, when something is thrown that nothing catches", async () => {
  const { note } = startServer("throw");
  await until(() => read(note).length > 0);
  const pids = read(note);
  expect(pids).toHaveLength(2);
  await until(() => !pids.some(isRunning));
});
