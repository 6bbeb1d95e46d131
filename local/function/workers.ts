/** Runs a function in a few processes. Each handles one invocation at a time, as Lambda's containers do. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { LambdaFunction } from "../service/service";
import { type Container, type ContainerProps, maxLoadTime, startContainer } from "./container";
import { traceHeader } from "./environment";
import { type Failure, failureLine, type Outcome, outcomeOf, reportLine } from "./outcome";
import { type Abandoned, createQueue } from "./queue";
import type { Invocation } from "./worker";

/** An invocation that has ended. */
export type Ended = Outcome & {
  /** Lambda's request id, the context's `awsRequestId`. */
  readonly requestId: string;
  /** What CloudWatch would have of it: START, what the function printed, END, REPORT. */
  readonly log: readonly string[];
};

export interface Pool {
  /**
   * @param signal tells that nobody waits any more: if the invocation has not begun, it never runs, and the promise
   * rejects
   * @returns when the function has answered or failed; a failure is no rejection
   */
  readonly invoke: (event: unknown, signal?: Abandoned) => Promise<Ended>;
  /** Ends all processes at once, with what they are doing. */
  readonly close: () => Promise<void>;
}

interface PoolProps extends ContainerProps {
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
  const invoke = async (event: unknown, signal?: Abandoned) => {
    const slot = await queue.take(signal);
    return invokeIn(slot, event, props).finally(() => queue.release(slot));
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

async function invokeIn(slot: Slot, event: unknown, props: PoolProps): Promise<Ended> {
  const requestId = randomUUID();
  const log: string[] = [];
  const write = (text: string, own = false) => {
    log.push(text);
    props.log(text, own);
  };
  slot.hear = (text) => write(text, true);
  const container = containerIn(slot, props);
  const outcome = await run(container, { requestId, event }, props.function, write);
  slot.hear = emptySlot(props).hear;
  return { ...outcome, requestId, log };
}

/** A process that did not answer in time is not used again. */
async function run(
  container: Container,
  request: Pick<Invocation, "requestId" | "event">,
  { version, timeout, memory }: LambdaFunction,
  write: (text: string) => void,
): Promise<Outcome> {
  const { requestId } = request;
  const loaded = await container.loaded;
  const started = performance.now();
  write(`START RequestId: ${requestId} Version: ${version}`);
  const deadline = Date.now() + timeout * 1000;
  const answer =
    "payload" in loaded
      ? await container.ask({ ...request, deadline, trace: traceHeader() }, timeout * 1000)
      : loaded;
  const duration = performance.now() - started;
  const outcome = outcomeOf(answer, requestId, timeout);
  if ("failure" in outcome) write(failureLine(outcome, requestId));
  write(`END RequestId: ${requestId}`);
  write(
    reportLine({
      requestId,
      duration,
      memory,
      used: container.memory(),
      init: container.takeLoadTime(),
    }),
  );
  return outcome;
}
