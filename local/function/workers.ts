/** Runs a function in a few processes. Each handles one invocation at a time, as Lambda's containers do. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { type Container, type ContainerProps, maxLoadTime, startContainer } from "./container";
import { traceHeader } from "./environment";
import { describeEnd, type Failure, type Outcome, outcomeOf } from "./outcome";
import { type Abandoned, createQueue } from "./queue";

/** An invocation that has ended. */
export type Ended = Outcome & {
  /** Lambda's request id, the context's `awsRequestId`. */
  readonly requestId: string;
  /** What CloudWatch would have of it, if the caller asked for it: START, what the function printed, END, REPORT. */
  readonly log: readonly string[];
};

/** Who waits for an invocation. If it is abandoned before it has begun, it never runs. */
export interface Caller extends Abandoned {
  /** An `X-Amzn-Trace-Id`. @default a new one */
  readonly trace?: string;
  /** Whether the caller wants the log. @default false */
  readonly tail?: boolean;
}

export interface Pool {
  /** @returns when the function has answered or failed; it rejects only when the caller has abandoned it */
  readonly invoke: (event: unknown, caller?: Caller) => Promise<Ended>;
  /** Ends all processes at once, with what they are doing. */
  readonly close: () => Promise<void>;
}

interface PoolProps extends ContainerProps {
  /** Whether the log gets Lambda's texts, too. */
  readonly verbose: boolean;
  /** Takes each text of CloudWatch's log. `own` are the function's, the others are Lambda's. */
  readonly log: (text: string, own: boolean) => void;
}

/** A place for a container. It is empty until it is first used, and after its process has ended. */
interface Slot {
  container?: Container;
  /** Takes what the process prints. */
  hear: (text: string) => void;
}

/**
 * Starts one process. Others start when several invocations come at once: one for each core, but at least two.
 * @throws Error when the function's module does not load
 */
export async function startPool(props: PoolProps): Promise<Pool> {
  const slots = Array.from({ length: Math.max(availableParallelism(), 2) }, () => emptySlot(props));
  const queue = createQueue(slots);
  const close = async () => {
    await Promise.all(slots.map(({ container }) => container?.kill()));
  };
  await checkLoading(slots[0] as Slot, props).catch(async (error) => {
    await close();
    throw error;
  });
  const invoke = async (event: unknown, caller: Caller = { aborted: false }) => {
    const slot = await queue.take(caller);
    return invokeIn(slot, event, caller, props).finally(() => queue.release(slot));
  };
  return { close, invoke };
}

const emptySlot = ({ log }: PoolProps): Slot => ({ hear: (text) => log(text, true) });

async function checkLoading(slot: Slot, props: PoolProps): Promise<void> {
  const answer = await containerIn(slot, props).loaded;
  if ("payload" in answer) return;
  const { failure } = outcomeOf(answer, "", maxLoadTime / 1000) as Failure;
  throw new Error(`The function ${props.function.name} does not load: ${failure}`);
}

function containerIn(slot: Slot, props: PoolProps): Container {
  if (!slot.container?.alive()) slot.container = startContainer(props, (text) => slot.hear(text));
  return slot.container;
}

async function invokeIn(
  slot: Slot,
  event: unknown,
  caller: Caller,
  props: PoolProps,
): Promise<Ended> {
  const requestId = randomUUID();
  const log: string[] = [];
  const isTold = caller.tail || props.verbose;
  const write = (text: string, own = false) => {
    if (caller.tail) log.push(text);
    props.log(text, own);
  };
  slot.hear = (text) => write(text, true);
  const { version, timeout, memory } = props.function;
  const container = containerIn(slot, props);
  const loaded = await container.loaded;
  const started = performance.now();
  if (isTold) write(`START RequestId: ${requestId} Version: ${version}`);
  const deadline = Date.now() + timeout * 1000;
  const invocation = { requestId, event, deadline, trace: traceHeader(caller.trace) };
  const answer = "payload" in loaded ? await container.ask(invocation, timeout * 1000) : loaded;
  const outcome = outcomeOf(answer, requestId, timeout);
  const duration = performance.now() - started;
  const report = { requestId, duration, memory, init: container.takeLoadTime() };
  if (isTold)
    for (const text of describeEnd(outcome, { ...report, used: container.memory() })) write(text);
  slot.hear = emptySlot(props).hear;
  return { ...outcome, requestId, log };
}
