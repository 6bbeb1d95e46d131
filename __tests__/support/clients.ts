/** The clients of docs/clients.md: each block of code, and the output that the page shows for it. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { readPage } from "./page";

const page = readPage("docs/clients.md");

/** The object in main.ts, as text. */
export const settings = /synthesize\((.*)\);/s.exec(page.blocks("ts")[0] ?? "")?.[1] ?? "";

export interface Client {
  /** The section's title. */
  readonly title: string;
  readonly language: string;
  readonly code: string;
  readonly output: string;
}

const section =
  /^## ([^\n]+)\n(?:(?!^## ).)*?^```(sh|js|python)\n(.*?)^```\n\nIt prints:\n\n```text\n(.*?)^```/gms;

export const clients: readonly Client[] = [...page.text.matchAll(section)].map(
  ([, title = "", language = "", code = "", output = ""]) => ({ title, language, code, output }),
);

const programs: Readonly<Record<string, readonly [file: string, ...command: string[]]>> = {
  sh: ["client.sh", "sh"],
  js: ["client.mjs", process.execPath],
  python: ["client.py", "python3"],
};

/** Whether the machine has what the client imports. Node's packages are this project's. */
export const isInstalled = ({ language }: Client) =>
  language !== "python" || spawnSync("python3", ["-c", "import botocore, requests"]).status === 0;

/** The page's code, for a server with another address than the page's. */
export const codeFor = ({ code }: Client, origin: string) =>
  code.replaceAll("http://127.0.0.1:3000", origin);

/** Runs the page's code, in a directory of its own. */
export async function run(client: Client, origin: string) {
  const home = mkdtempSync(join(tmpdir(), "a client "));
  const [file, ...command] = programs[client.language] as [string, ...string[]];
  writeFileSync(join(home, file), codeFor(client, origin));
  symlinkSync(resolve("node_modules"), join(home, "node_modules"));
  const { PATH, HOME, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED } = process.env;
  const [program = "", ...args] = [...command, file];
  const child = spawn(program, args, {
    cwd: home,
    env: { PATH, HOME, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED },
  });
  const closed = once(child, "close");
  const [printed, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await closed;
  rmSync(home, { recursive: true });
  return { printed, errors, status: child.exitCode };
}

/** Versions are times, so the first that a text has is shown as 1, the next as 2. */
export function withoutTimes(printed: string): string {
  const versions = [...new Set(printed.match(/\b1\d{12}\b/g))];
  return printed.replaceAll(
    /\b1\d{12}\b/g,
    (version) => `VERSION ${versions.indexOf(version) + 1}`,
  );
}
