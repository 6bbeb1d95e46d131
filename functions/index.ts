/** The entry point on Lambda: reads the environment once per container and makes the handler. */
import { createClient } from "./client";
import { createHandler } from "./handler";
import type { Table } from "./keys";

const client = createClient();
const tables: Table[] = JSON.parse(process.env["TABLES"] ?? "[]");

export const handler = createHandler({
  send: client.send.bind(client) as never,
  tables: new Map(tables.map((table) => [table.name, table])),
  cors: JSON.parse(process.env["CORS"] ?? "null") ?? undefined,
  log: (line) => process.stdout.write(`${line}\n`),
});
