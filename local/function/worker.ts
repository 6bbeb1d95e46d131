/** The thread of a function: loads the deployed module, then handles one event at a time. */
import { parentPort, workerData } from "node:worker_threads";

/** What the thread is started with. */
export interface WorkerData {
  /** URL of the module and name of the export that is the handler. */
  readonly module: string;
  readonly export: string;
  readonly functionName: string;
  readonly memory: number;
}

/** To the thread. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  /** When the function times out, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** From the thread: `ready` once, then a `payload` (JSON) or an `error` for each invocation. */
export type Reply =
  | { readonly ready: true }
  | { readonly payload: string }
  | {
      readonly error: { readonly name: string; readonly message: string; readonly stack?: string };
    };

type Handler = (event: unknown, context: object) => Promise<unknown>;

const port = parentPort as NonNullable<typeof parentPort>;
const data: WorkerData = workerData;

async function main(): Promise<void> {
  process.setSourceMapsEnabled(true); // an error's stack names source lines if there is a map
  const loaded: Record<string, unknown> = await import(data.module);
  const handler = loaded[data.export];
  if (typeof handler !== "function") throw new Error(`The module exports no "${data.export}".`);
  port.on("message", async (invocation: Invocation) => {
    port.postMessage(await invoke(handler as Handler, invocation));
  });
  port.postMessage({ ready: true } satisfies Reply);
}

async function invoke(handler: Handler, { requestId, event, deadline }: Invocation) {
  const context = {
    awsRequestId: requestId,
    functionName: data.functionName,
    functionVersion: "$LATEST",
    memoryLimitInMB: String(data.memory),
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
  try {
    const payload = JSON.stringify((await handler(event, context)) ?? null);
    return { payload } satisfies Reply;
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { error: { name, message, stack } } satisfies Reply;
  }
}

void main();
