/** Starts the processes that are timed. */
import { execFileSync, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { tableNames } from "./scenarios";

export interface Database {
  readonly endpoint: string;
  readonly close: () => void;
}

/** @param root the project's directory */
export async function startDatabase(root: string): Promise<Database> {
  const child = fork(join(root, "dist/bench/database.js"), { stdio: "inherit" });
  const [port] = await once(child, "message");
  return { endpoint: `http://127.0.0.1:${port}`, close: () => child.disconnect() };
}

/** What Lambda would give the function, with the tables of the scenarios. */
export const environment = (endpoint: string) => ({
  PATH: process.env["PATH"],
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  TABLES: JSON.stringify(
    [...new Set(tableNames)].map((name) => ({
      name,
      physicalName: name,
      keys: [{ name: "Id", type: "S" }],
    })),
  ),
});

/**
 * Runs one module in a process of its own.
 * @param args the mode of `child.ts`, and its number of requests
 * @throws Error with what the process has printed, when its handler answers wrongly
 */
export function runChild(
  { root, node, endpoint }: { root: string; node: string; endpoint: string },
  module: string,
  ...args: readonly string[]
): unknown {
  const child = [join(root, "dist/bench/child.js"), module, ...args];
  const { status, stdout, stderr } = spawnSync(node, child, {
    env: environment(endpoint),
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${module}: ${stderr || stdout}`);
  return JSON.parse(stdout);
}

export const versionOf = (node: string) => execFileSync(node, ["-v"], { encoding: "utf8" }).trim();
