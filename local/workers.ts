/** A pool of threads that run one function, each one invocation at a time, as Lambda's containers do. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { LambdaFunction } from "./service";
import type { Invocation, Reply, WorkerData } from "./worker";

/** How an invocation ended: with the JSON that the function returned, or without any. */
export type Outcome = { readonly payload: string } | { readonly failure: string };

export interface Pool {
  readonly invoke: (event: unknown) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

interface PoolProps {
  readonly function: LambdaFunction;
  /** URL of the function's module. */
  readonly module: string;
  /** The thread's whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Path of the compiled `worker.ts`. */
  readonly workerFile: string;
  /** Takes Lambda's START, END and REPORT lines. */
  readonly log: (line: string) => void;
}

/**
 * Starts the threads; more of them than cores would only make each other wait.
 * @throws Error when the function's module does not load
 */
export async function startPool(props: PoolProps): Promise<Pool> {
  const size = Math.max(availableParallelism(), 2);
  const free: Worker[] = await Promise.all(Array.from({ length: size }, () => start(props)));
  const waiting: ((worker: Worker) => void)[] = [];
  const all = new Set(free);
  let closed = false;

  const release = (worker: Worker) => {
    const next = waiting.shift();
    if (next) next(worker);
    else free.push(worker);
  };
  const replace = async (worker: Worker) => {
    all.delete(worker);
    await worker.terminate();
    if (closed) return;
    const fresh = await start(props);
    all.add(fresh);
    release(fresh);
  };

  return {
    async invoke(event) {
      const worker = free.pop() ?? (await new Promise<Worker>((take) => waiting.push(take)));
      const { outcome, reusable } = await run(worker, event, props);
      if (reusable) release(worker);
      else void replace(worker);
      return outcome;
    },
    async close() {
      closed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

async function start(props: PoolProps): Promise<Worker> {
  const [, exported = ""] = props.function.handler.split(".");
  const { name, memory } = props.function;
  const worker = new Worker(props.workerFile, {
    env: props.environment,
    resourceLimits: { maxOldGenerationSizeMb: memory },
    workerData: {
      module: props.module,
      export: exported,
      functionName: name,
      memory,
    } satisfies WorkerData,
  });
  await new Promise((ready, failed) => {
    worker.once("message", ready);
    worker.once("error", (error) =>
      failed(new Error(`The function ${name} does not load: ${error.message}`)),
    );
  });
  worker.removeAllListeners("error");
  worker.on("error", () => {}); // the invocation that it hits hears of it by the thread's exit
  return worker;
}

/** One invocation. A thread that ran out of time or memory, or ended itself, is not used again. */
async function run(worker: Worker, event: unknown, props: PoolProps) {
  const requestId = randomUUID();
  const started = Date.now();
  const time = props.function.timeout * 1000;
  props.log(`START RequestId: ${requestId} Version: $LATEST`);
  const reply = await ask(worker, { requestId, event, deadline: started + time }, time);
  props.log(`END RequestId: ${requestId}`);
  props.log(`REPORT RequestId: ${requestId}\tDuration: ${Date.now() - started} ms`);
  if (typeof reply === "string") return { outcome: { failure: reply }, reusable: false };
  if ("payload" in reply) return { outcome: reply, reusable: true };
  const failure = "error" in reply ? `${reply.error.name}: ${reply.error.message}` : "";
  return { outcome: { failure }, reusable: true };
}

/** @returns the thread's reply, or why there is none */
function ask(worker: Worker, invocation: Invocation, time: number): Promise<Reply | string> {
  return new Promise((done) => {
    const finish = (reply: Reply | string) => {
      clearTimeout(timer);
      worker.off("message", finish);
      worker.off("exit", exited);
      done(reply);
    };
    const exited = () => finish("The function's process ended before it answered.");
    const timer = setTimeout(() => finish(`The function timed out after ${time} ms.`), time);
    worker.once("message", finish);
    worker.once("exit", exited);
    worker.postMessage(invocation);
  });
}
