/** A checkout of its own in a path with a space, and `npm start` in it. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { copyProject } from "../copy-project";

/** As a person's shell has it: what keeps the tests' own output clean is not there. */
const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...personal } = process.env;

/** @param settings the object in main.ts, as text; without it, the guide's service */
export function createProject(settings?: string) {
  const home = mkdtempSync(join(tmpdir(), "a project "));
  const temporary = join(home, "temporary");
  const running = new Set<ChildProcess>();
  mkdirSync(temporary);
  copyProject(home, settings);

  /** Runs `npm start` until it is ready or has ended. */
  async function start(args: string[], environment: Record<string, string> = {}) {
    const child = spawn("npm", ["start", "--silent", "--", ...args], {
      cwd: home,
      env: { ...personal, TMPDIR: temporary, ...environment },
      detached: true, // a group of its own, which Ctrl-C reaches as a whole
    });
    running.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        output += data;
      });
    }
    let isOver = false; // its exit code would say so too early for its last output, and not at all if it was killed
    const ended = once(child, "close").then(() => {
      isOver = true;
      running.delete(child);
    });
    while (!output.includes("Started in") && !isOver) {
      await Promise.race([once(child.stdout, "data"), ended]);
    }
    const url = /Try .* (http\S+)/.exec(output)?.[1] ?? "";
    return { child, url, output: () => output };
  }

  /** Ends `npm start` and everything that it started. */
  async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    running.delete(child);
    const closed = once(child, "close");
    process.kill(-(child.pid as number), signal);
    await closed;
  }

  return {
    home,
    start,
    end,
    endAll: () => Promise.all([...running].map((child) => end(child, "SIGKILL"))),
    /** What this project keeps there; npm and Node do too. */
    temporaryFiles: () => readdirSync(temporary).filter((name) => name.startsWith("dynamodb-")),
    remove: () => rmSync(home, { recursive: true }),
  };
}

/** What a shell line prints. */
export const shell = async (line: string) => (await promisify(execFile)("sh", ["-c", line])).stdout;

/** As the guide does it: no content type, the body in single quotes. */
export const curl = (url: string, body: string) => shell(`curl -s -X POST -d '${body}' ${url}`);
