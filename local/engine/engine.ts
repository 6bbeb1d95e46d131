/** The embedded DynamoDB, on disk or in memory. Only one process can use a directory at a time. */
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
  /** Where the data is kept; when absent, the data is in memory. */
  readonly directory?: string;
  /** Deletes the data first. */
  readonly reset?: boolean;
  /** Path of the compiled `engine-thread.ts`. */
  readonly threadFile: string;
}

/** Milliseconds after which a closing engine is terminated. */
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
 * The lock is an empty LevelDB: the kernel releases it when the process ends, even by a crash. The
 * engine opens its own database only at the first request, and would crash if it is locked.
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
      `Another process uses the data in ${directory}. Stop it, or start with --memory.`,
    );
  }
  return lock;
}
