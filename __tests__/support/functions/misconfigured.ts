/** Functions that lack something: a table, an operation on it, or credentials. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHandler, type Ports } from "../../../functions/handler";
import { context, guideTable, httpEvent, tableOf } from "./events";
import { startContainer } from "./faulty-dynamodb";

export async function withoutTable(endpoint: string) {
  const container = startContainer(endpoint);
  const outcome = await container.invoke('{"operation":"list","tableName":"Gone"}', ["Gone"]);
  await container.close();
  return outcome;
}

/** The environment has none. Those in the file of a developer must not be used. */
export async function withoutCredentials(endpoint: string) {
  const folder = mkdtempSync(join(tmpdir(), "credentials-"));
  const file = join(folder, "credentials");
  writeFileSync(file, "[default]\naws_access_key_id = file\naws_secret_access_key = file\n");
  const container = startContainer(endpoint, {
    AWS_SECRET_ACCESS_KEY: "",
    AWS_SHARED_CREDENTIALS_FILE: file,
  });
  const outcome = await container.invoke('{"operation":"list"}', [guideTable.name]);
  await container.close();
  rmSync(folder, { recursive: true });
  return outcome;
}

export async function withoutList(send: Ports["send"]) {
  const table = { ...tableOf("LambdaTable", guideTable), operations: ["read", "query"] };
  const handler = createHandler({ send, tables: new Map([["LambdaTable", table]]), log: () => {} });
  const answer = await handler(httpEvent({ body: '{"operation":"list"}' }), context);
  return answer as { statusCode: number; body: string; headers: object };
}
