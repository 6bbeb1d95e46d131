/** The entry point on Lambda: reads the environment once per container and makes the handler. */
import { createClient } from "./client";
import { createHandler } from "./handler";

const client = createClient();

export const handler = createHandler({
  send: client.send.bind(client) as never,
  tables: new Map(Object.entries<string>(JSON.parse(process.env["TABLES"] ?? "{}"))),
  log: (line) => process.stdout.write(`${line}\n`),
});
