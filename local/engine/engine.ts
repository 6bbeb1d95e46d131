/** The embedded DynamoDB: on disk or in memory, and one process at a time on a directory. */
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Level } from "level";

export interface Engine {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

interface EngineProps {
  /** Where the data is kept; without it, in memory. */
  readonly directory?: string;
  /** Deletes the data first. */
  readonly reset?: boolean;
  /** Path of the compiled `engine-thread.ts`. */
  readonly threadFile: string;
}

/** Milliseconds that the engine has to end by itself. */
const patience = 2000;

/** @throws Error when another process uses the directory */
export async function startEngine({ directory, reset, threadFile }: EngineProps): Promise<Engine> {
  const lock = directory === undefined ? undefined : await takeLock(directory);
  const path = directory === undefined ? undefined : join(directory, "data");
  if (reset && path) rmSync(path, { recursive: true, force: true });
  const thread = new Worker(threadFile, { workerData: { path } });
  const [port] = await once(thread, "message");
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      const ended = once(thread, "exit");
      thread.postMessage("close");
      const timer = setTimeout(() => void thread.terminate(), patience);
      await ended;
      clearTimeout(timer);
      await lock?.close();
    },
  };
}

/**
 * An empty LevelDB of our own is the lock: the kernel gives it up with the process, however that
 * ends. The engine's own database would be found locked only at the first request, by a crash.
 */
async function takeLock(directory: string): Promise<Level> {
  mkdirSync(directory, { recursive: true });
  const lock = new Level(join(directory, "lock"));
  try {
    await lock.open();
  } catch (error) {
    const { code } = (error as { cause?: { code?: string } }).cause ?? {};
    if (code !== "LEVEL_LOCKED") throw error;
    throw new Error(
      `Another process uses the data in ${directory}. Stop it, or add --memory to run without.`,
    );
  }
  return lock;
}
