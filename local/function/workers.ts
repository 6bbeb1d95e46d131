/** A pool of threads for a function. Each runs one invocation at a time, as Lambda's containers do. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { LambdaFunction } from "../service/service";
import type { Invocation, Reply, WorkerData } from "./worker";

/** How an invocation ended: with the JSON that the function returned, or with a failure. */
export type Outcome = { readonly payload: string } | Failure;

/** Lambda answers a direct caller `{errorType, errorMessage, trace}` and `X-Amz-Function-Error: Unhandled`. */
export interface Failure {
  /** The reason in one line, for the terminal. */
  readonly failure: string;
  /** Lambda's `errorMessage`. */
  readonly message: string;
  /** The thrown error's name, `Sandbox.Timedout`, or `Runtime.ExitError` when the process ended. */
  readonly errorType: string;
  /** The lines of the thrown error's stack; absent when nothing was thrown. */
  readonly trace?: readonly string[];
}

/** An invocation that has ended. */
export type Ended = Outcome & {
  /** Lambda's request id, the context's `awsRequestId`. */
  readonly requestId: string;
  /** What CloudWatch would have of it: START, the lines that the function printed, END, REPORT. */
  readonly log: readonly string[];
};

export interface Pool {
  /**
   * @param signal aborts an invocation that has not begun: it never runs, and the promise rejects
   * @returns when the function has answered or failed; a failure is no rejection
   */
  readonly invoke: (event: unknown, signal?: AbortSignal) => Promise<Ended>;
  /** Resolves when every invocation has ended; new ones may come meanwhile. */
  readonly idle: () => Promise<void>;
  /** Ends all processes at once, with what they are doing. */
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

/** A place for one thread. It is empty after the thread has ended, until the next invocation. */
interface Slot {
  worker?: Promise<Worker>;
}

/** Milliseconds in which a function must load, as in Lambda. */
const loadTime = 10_000;

/**
 * Starts a thread for each core, but at least two.
 * @throws Error when the function's module does not load
 */
export async function startPool(props: PoolProps): Promise<Pool> {
  const slots: Slot[] = Array.from({ length: Math.max(availableParallelism(), 2) }, () => ({}));
  const free = [...slots];
  const waiting: ((slot: Slot) => void)[] = [];
  const release = (slot: Slot) => {
    const next = waiting.shift();
    if (next) next(slot);
    else free.push(slot);
  };
  const close = async () => {
    const workers = await Promise.allSettled(slots.map((slot) => slot.worker));
    for (const one of workers) if (one.status === "fulfilled") await one.value?.terminate();
  };
  await Promise.all(slots.map((slot) => workerIn(slot, props))).catch(async (error) => {
    await close();
    throw error;
  });
  const take = async (signal?: AbortSignal) =>
    free.pop() ??
    new Promise<Slot>((got, abandoned) => {
      waiting.push(got);
      signal?.addEventListener("abort", () => {
        const index = waiting.indexOf(got);
        if (index >= 0) waiting.splice(index, 1);
        abandoned(signal.reason);
      });
    });
  const running = new Set<Promise<unknown>>();
  return {
    close,
    idle: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
    async invoke(event, signal) {
      const work = take(signal).then(async (slot) => {
        const { ended, released } = await invokeIn(slot, event, props);
        void released.then(() => release(slot));
        return ended;
      });
      running.add(work);
      return work.finally(() => running.delete(work));
    },
  };
}

async function invokeIn(slot: Slot, event: unknown, props: PoolProps) {
  const requestId = randomUUID();
  try {
    const worker = await workerIn(slot, props);
    const { outcome, log, reusable } = await run(worker, event, requestId, props);
    const ended: Ended = { ...outcome, requestId, log };
    return { ended, released: reusable ? Promise.resolve() : worker.terminate() };
  } catch (error) {
    const { message } = error as Error;
    const outcome: Failure = { failure: message, message, errorType: "Runtime.ExitError" };
    return { ended: { ...outcome, requestId, log: [] }, released: Promise.resolve() };
  }
}

function workerIn(slot: Slot, props: PoolProps): Promise<Worker> {
  slot.worker ??= start(props, () => {
    slot.worker = undefined;
  });
  return slot.worker;
}

/** @param ended is called when the thread has ended for any reason */
async function start(props: PoolProps, ended: () => void): Promise<Worker> {
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
  worker.once("exit", ended);
  const late = setTimeout(() => void worker.terminate(), loadTime);
  await new Promise((ready, failed) => {
    const fail = (reason: string) =>
      failed(new Error(`The function ${name} does not load: ${reason}`));
    worker.once("message", ready);
    worker.on("error", (error) => fail(error.message)); // an exit follows later errors
    worker.once("exit", () => fail("its process ended, or 10 seconds passed."));
  }).finally(() => clearTimeout(late));
  return worker;
}

/** One invocation. A thread that ran out of time or memory, or ended itself, is not used again. */
async function run(worker: Worker, event: unknown, requestId: string, props: PoolProps) {
  const started = Date.now();
  const time = props.function.timeout * 1000;
  const reply = await ask(worker, { requestId, event, deadline: started + time }, time);
  const log = [
    `START RequestId: ${requestId} Version: $LATEST`,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${Date.now() - started} ms`,
  ];
  for (const line of log) props.log(line);
  if ("failure" in reply) return { outcome: reply, log, reusable: false };
  if ("payload" in reply) return { outcome: reply, log, reusable: true };
  const { name, message, stack = "" } = "error" in reply ? reply.error : new Error();
  const outcome: Failure = {
    failure: `${name}: ${message}`,
    message,
    errorType: name,
    trace: stack.split("\n"),
  };
  return { outcome, log, reusable: true };
}

/** @returns the thread's reply, or the reason why there is none */
function ask(worker: Worker, invocation: Invocation, time: number): Promise<Reply | Failure> {
  return new Promise((done) => {
    const finish = (reply: Reply | Failure) => {
      clearTimeout(timer);
      worker.off("message", finish);
      worker.off("exit", exited);
      done(reply);
    };
    const stopped = (failure: string, errorType: string) =>
      finish({
        failure,
        errorType,
        message: `RequestId: ${invocation.requestId} Error: ${failure}`,
      });
    const exited = () => stopped("Runtime exited without providing a reason", "Runtime.ExitError");
    const timer = setTimeout(
      () => stopped(`Task timed out after ${(time / 1000).toFixed(2)} seconds`, "Sandbox.Timedout"),
      time,
    );
    worker.once("message", finish);
    worker.once("exit", exited);
    worker.postMessage(invocation);
  });
}
