/** The entry point on Lambda: reads the environment once per container and creates the handler. */
import { createClient } from "./client";
import { createHandler, type Ports } from "./handler";
import { readTables } from "./table";
import { warmUp } from "./warm-up";

const { TABLES, CORS, RESOURCE, SERVICE, CODE_SHA256 } = process.env;
const client = createClient();
const tables = readTables(TABLES ?? "[]");

const ports: Ports = {
  send: client.send.bind(client) as never,
  tables: new Map(tables.map((table) => [table.name, table])),
  ...(CORS && { cors: JSON.parse(CORS) }),
  ...(RESOURCE && { resource: RESOURCE }),
  ...(SERVICE && { service: SERVICE }),
  ...(CODE_SHA256 && { codeSha256: CODE_SHA256 }),
  log: (line) => process.stdout.write(`${line}\n`),
};

export const handler = createHandler(ports);

/** The bundle's entry awaits it: Lambda sends the first event after that. */
export const warm = warmUp(ports);
