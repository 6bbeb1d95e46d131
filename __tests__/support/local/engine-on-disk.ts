/** Clients of an engine, a table with items, and an engine in a process that a test may kill. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { DynamoDBClient, PutItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { createTables } from "../../../local/engine/tables";

export const TableName = "Items";
export const tables = [
  { name: TableName, hash_key: "Id", attribute: [{ name: "Id", type: "S" }] },
] as const;

export const clientOf = (endpoint: string) => new DynamoDBClient({ endpoint, maxAttempts: 1 });

export const put = (client: DynamoDBClient, id: string, more: object = {}) =>
  client.send(new PutItemCommand({ TableName, Item: { Id: { S: id }, ...more } }));

/** @returns those of the ids that no item has */
export async function missing(client: DynamoDBClient, ids: readonly string[]): Promise<string[]> {
  const found = new Set<string | undefined>();
  for await (const { Items } of paginateScan(
    { client },
    { TableName, ProjectionExpression: "Id" },
  )) {
    for (const item of Items ?? []) found.add(item["Id"]?.S);
  }
  return ids.filter((id) => !found.has(id));
}

/** @param limits shell commands that run before the engine */
export async function startProcess(directory: string, limits = "") {
  const file = "dist/tests/__tests__/support/local/engine-process.js";
  const line = `${limits} exec "${process.execPath}" ${file} "${directory}"`;
  const child = spawn("sh", ["-c", line], { stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(data));
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  const client = clientOf((output[0] ?? "").toString().trim());
  await createTables(client, tables);
  return { child, client, output: () => output.join("") };
}

export async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
