/** A running service with tables of all kinds of keys, for the tests of its pages. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProject } from "../local/project";
import { smallDocument } from "./document";

const settings = `{
  tables: {
    LambdaTable: { hashKey: { name: "Id", type: "S" } },
    Orders: {
      hashKey: { name: "customer", type: "S" },
      sortKey: { name: "number", type: "N" },
      localIndexes: { "by-time": { name: "time", type: "S" } },
      globalIndexes: {
        "by-state": { hashKey: { name: "state", type: "S" }, sortKey: { name: "time", type: "S" } },
      },
    },
    Files: { hashKey: { name: "digest", type: "B" } },
  },
}`;

export type Shop = Awaited<ReturnType<typeof startShop>>;

/** @param args of `npm start`, beside a free port and data in memory */
export async function startShop(args: string[] = [], environment?: Record<string, string>) {
  const project = createProject(settings);
  const flags = ["--port", "0", "--memory", "--no-watch", ...args];
  const { url, child, output } = await project.start(flags, environment);
  assert.match(output(), /Started in/);
  const { origin } = new URL(url);
  const stacks = join(project.home, "dist/synth/stacks");
  const document = join(stacks, readdirSync(stacks)[0] as string, "openapi.json");
  if (!existsSync(document)) writeFileSync(document, JSON.stringify(smallDocument));
  const send = async (method: string, path: string, body?: string) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, { method, body, headers });
    return { status: response.status, text: await response.text() };
  };
  return {
    /** Of the pages. */
    origin,
    /** Of the resource. */
    url,
    send,
    async put(path: string, body: string) {
      const { status, text } = await send("PUT", path, body);
      assert.ok(status < 300, text);
    },
    async close() {
      await project.end(child, "SIGTERM");
      project.remove();
    },
  };
}
