/**
 * The real client and handler, as a container of Lambda has them. They run in a thread, since in Jest's realm the
 * SDK's `instanceof Error` is false for errors of Node's network.
 */
import { parentPort } from "node:worker_threads";
import { createClient } from "../../../functions/client";
import { createHandler } from "../../../functions/handler";
import type { KeyAttribute } from "../../../functions/table";

/** To the thread. */
export interface Invocation {
  readonly id: number;
  readonly event: unknown;
  readonly tables: readonly string[];
  /** Milliseconds until the function would be ended. */
  readonly time: number;
}

/** From the thread. */
export interface Reply {
  readonly id: number;
  readonly response: unknown;
  /** Milliseconds that were left when it answered. */
  readonly left: number;
  readonly lines: readonly string[];
}

const keys: KeyAttribute[] = [{ name: "Id", type: "S" }];

parentPort?.on("message", async ({ id, event, tables, time }: Invocation) => {
  const client = createClient(); // a new one each time: the SDK retries less after many failures
  const lines: string[] = [];
  const handler = createHandler({
    send: client.send.bind(client) as never,
    tables: new Map(tables.map((name) => [name, { name, physicalName: name, keys }])),
    log: (line) => lines.push(line),
  });
  const deadline = Date.now() + time;
  const getRemainingTimeInMillis = () => deadline - Date.now();
  const response = await handler(event, { awsRequestId: "invocation-1", getRemainingTimeInMillis });
  const left = getRemainingTimeInMillis();
  client.destroy();
  parentPort?.postMessage({ id, response, left, lines } satisfies Reply);
});
