/** A running service with tables of all kinds of keys, for the tests of its pages. */
import assert from "node:assert/strict";
import { createProject } from "../local/project";

const ordersAndMore = (more: string) => `{
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
    ${more}
  },
}`;
const files = `Files: { hashKey: { name: "digest", type: "B" } },
    Notes: { hashKey: { name: "Id", type: "S" }, versionAttribute: "version" },
    Events: {
      hashKey: { name: "day", type: "S" },
      sortKey: { name: "time", type: "S" },
      operations: ["create", "query"],
    },
    Prices: { hashKey: { name: "Id", type: "S" }, operations: ["batchWrite", "list", "read"] },`;

export type Shop = Awaited<ReturnType<typeof startShop>>;

interface ShopProps {
  /** Of `npm start`, beside a free port and data in memory. */
  readonly flags?: readonly string[];
  /** Whether there are a table with a binary key and one with versions. @default true */
  readonly withFiles?: boolean;
}

export async function startShop({ flags = [], withFiles = true }: ShopProps) {
  const project = createProject(ordersAndMore(withFiles ? files : ""));
  const all = ["--port", "0", "--memory", "--no-watch", ...flags];
  const { url, child, output } = await project.start(all);
  assert.match(output(), /Started in/);
  const { origin } = new URL(url);
  const send = async (method: string, path: string, body?: string) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, { method, body, headers });
    return { status: response.status, text: await response.text() };
  };
  const succeed = async (...request: Parameters<typeof send>) => {
    const { status, text } = await send(...request);
    assert.ok(status < 300, text);
  };
  return {
    /** Of the pages. */
    origin,
    send,
    put: (path: string, body: string) => succeed("PUT", path, body),
    create: (table: string, body: string) => succeed("POST", `/${table}`, body),
    envelope: (body: string) => succeed("POST", "", body),
    async close() {
      await project.end(child, "SIGTERM");
      project.remove();
    },
  };
}
