/** Starts the embedded DynamoDB in a thread, with its data on disk or in memory, and again when it fails. */
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { explainAddress } from "../listen";
import { takeData } from "./data";
import type { ThreadData } from "./engine-thread";

export interface Engine {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

interface EngineProps {
  /** Where the data is kept; when absent, the data is in memory. */
  readonly directory?: string;
  /** Deletes the data first. */
  readonly reset?: boolean;
  /** @default 0, any that is free */
  readonly port?: number;
  /** Path of the compiled `engine-thread.ts`. */
  readonly threadFile: string;
  /** Takes a line when the engine fails while it runs, and when it works again. */
  readonly log?: (line: string) => void;
}

/** Milliseconds after which a closing engine is terminated. */
const patience = 2000;

/** Milliseconds between two attempts to start an engine that has failed. */
const retryWait = 1000;

/**
 * An engine on disk that fails while it runs is started again, at the same port.
 * @throws Error that says what to do when the directory or the port cannot be used
 */
export async function startEngine(props: EngineProps): Promise<Engine> {
  const { directory, reset, port = 0, threadFile, log = console.error } = props;
  const data = directory === undefined ? undefined : await takeData(directory, reset);
  const start = (at: number) => startThread(threadFile, { path: data?.path, port: at }, log);
  const first = await start(port).catch(async (error) => {
    await data?.close();
    return explainAddress("engine-port", port)(error);
  });
  const next = async () => {
    await data?.tryOpen();
    const thread = await start(first.port);
    log("The engine works again.");
    return thread;
  };
  const { close } = data === undefined ? first : keepRunning(first, next);
  return {
    endpoint: `http://127.0.0.1:${first.port}`,
    close: async () => {
      await close();
      await data?.close();
    },
  };
}

interface Thread {
  readonly port: number;
  readonly ended: Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

/** Replaces a thread that has ended by itself. */
function keepRunning(first: Thread, startNext: () => Promise<Thread>) {
  let thread = first;
  let closing = false;
  const replace = async () => {
    while (!closing) {
      try {
        return await startNext();
      } catch {
        await pause(retryWait);
      }
    }
    return undefined;
  };
  const supervise = async () => {
    for (let next: Thread | undefined = first; next; next = await replace()) {
      thread = next;
      if (closing) void thread.close();
      await thread.ended;
    }
  };
  const supervised = supervise();
  const close = async () => {
    closing = true;
    await thread.close();
    await supervised;
  };
  return { close };
}

async function startThread(
  file: string,
  data: ThreadData,
  log: (line: string) => void,
): Promise<Thread> {
  const worker = new Worker(file, { workerData: data });
  const ended = new Promise((done) => worker.once("exit", done));
  const endSoon = () => {
    const timer = setTimeout(() => void worker.terminate(), patience);
    return ended.then(() => clearTimeout(timer));
  };
  const report = (reason: string) => {
    const next = data.path === undefined ? "" : " It starts again as soon as it can.";
    log(`The engine failed, and every open request got an error: ${reason}.${next}`);
    if (data.path !== undefined) void endSoon();
  };
  // One promise, so that the first event decides: a thread that fails has an error and an exit in the same turn.
  const port = await new Promise<number>((done, fail) => {
    worker.once("message", (message) => done(message.port));
    worker.once("error", fail);
    worker.once("exit", () =>
      fail(new Error("The engine's thread ended before it answered. Start again.")),
    );
  });
  worker.on("message", ({ failure }) => report(failure));
  worker.on("error", ({ message }) => report(message)); // it is out of memory
  const close = () => {
    worker.postMessage("close");
    return endSoon();
  };
  return { port, ended, close };
}
