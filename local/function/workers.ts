/** A pool of threads for a function. Each runs one invocation at a time, as Lambda's containers do. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { LambdaFunction } from "../service/service";
import type { Invocation, Reply, WorkerData } from "./worker";

/** How an invocation ended: with the JSON that the function returned, or with a failure. */
export type Outcome =
  | { readonly payload: string }
  /** `failure` is for the log; `message` is the error's message, Lambda's `errorMessage`. */
  | { readonly failure: string; readonly message: string };

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
  return {
    close,
    async invoke(event) {
      const slot = free.pop() ?? (await new Promise<Slot>((take) => waiting.push(take)));
      const { outcome, released } = await invokeIn(slot, event, props);
      void released.then(() => release(slot));
      return outcome;
    },
  };
}

async function invokeIn(slot: Slot, event: unknown, props: PoolProps) {
  try {
    const worker = await workerIn(slot, props);
    const { outcome, reusable } = await run(worker, event, props);
    return { outcome, released: reusable ? Promise.resolve() : worker.terminate() };
  } catch (error) {
    const outcome = failed((error as Error).message);
    return { outcome, released: Promise.resolve() };
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
async function run(worker: Worker, event: unknown, props: PoolProps) {
  const requestId = randomUUID();
  const started = Date.now();
  const time = props.function.timeout * 1000;
  props.log(`START RequestId: ${requestId} Version: $LATEST`);
  const reply = await ask(worker, { requestId, event, deadline: started + time }, time);
  props.log(`END RequestId: ${requestId}`);
  props.log(`REPORT RequestId: ${requestId}\tDuration: ${Date.now() - started} ms`);
  if (typeof reply === "string") return { outcome: failed(reply), reusable: false };
  if ("payload" in reply) return { outcome: reply, reusable: true };
  const { name, message } = "error" in reply ? reply.error : { name: "", message: "" };
  return { outcome: failed(`${name}: ${message}`, message), reusable: true };
}

const failed = (failure: string, message = failure): Outcome => ({ failure, message });

/** @returns the thread's reply, or the reason why there is none */
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
