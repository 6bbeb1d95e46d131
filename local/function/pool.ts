/** Runs a function in a few processes. Each handles one invocation at a time, as Lambda's containers do. */
import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import {
  type Container,
  type ContainerProps,
  maxLoadTime,
  type Spare,
  startContainer,
} from "./container";
import { traceHeader } from "./environment";
import { describeEnd, type Failure, type Outcome, outcomeOf, type TurnEnd } from "./outcome";
import {
  type Abandoned,
  AbandonedError,
  createQueue,
  type Job,
  type Place,
  type Queue,
} from "./queue";
import type { Turn } from "./turns";
import type { Invocation } from "./worker";

/** An invocation that has ended. */
export type Ended = Outcome & {
  /** Lambda's request id, the context's `awsRequestId`. */
  readonly requestId: string;
  /** What CloudWatch would have of it, if the caller asked for it: START, what the function printed, END, REPORT. */
  readonly log: readonly string[];
};

/** Who waits for an invocation. If it is abandoned before it has begun, it never runs. */
export interface Caller extends Abandoned {
  /** When it will be abandoned, in milliseconds since the epoch. @default never */
  readonly expires?: number;
  /** An `X-Amzn-Trace-Id`. @default a new one */
  readonly trace?: string;
  /** Whether the caller wants the log. @default false */
  readonly tail?: boolean;
}

export interface Pool {
  /** @returns when the function has answered or failed; it rejects with AbandonedError if it never began */
  readonly invoke: (event: unknown, caller?: Caller) => Promise<Ended>;
  /** Ends all processes at once, with what they are doing. */
  readonly close: () => Promise<void>;
}

interface PoolProps extends ContainerProps {
  /** Whether the log gets Lambda's texts, too. */
  readonly verbose: boolean;
  /** Takes each text of CloudWatch's log. `own` are the function's, the others are Lambda's. */
  readonly hear: (text: string, own: boolean) => void;
  /** The first process, if it was started already, in the directory of the module. */
  readonly spare?: Spare;
}

interface InvocationJob extends Job {
  readonly line: string;
  readonly begin: () => void;
  readonly hear: (text: string) => void;
  readonly end: (turnEnd: TurnEnd, container: Container) => void;
}

/** How many invocations a process has at once: the one that runs, and those that were sent ahead. */
const depth = 32;

/**
 * Starts one process. Others start when several invocations come at once: one for each core, but at least two.
 * @throws Error when the function's module does not load
 */
export async function startPool(props: PoolProps): Promise<Pool> {
  const changed = () => queue.serve();
  const giveBack = (job: InvocationJob) => queue.add(job);
  const length = Math.max(availableParallelism(), 2);
  const slots = Array.from({ length }, (_, i) =>
    createSlot(i === 0 ? props : { ...props, spare: undefined }, changed, giveBack),
  );
  const queue: Queue<InvocationJob> = createQueue(slots);
  const close = async () => {
    queue.close();
    await Promise.all(slots.map((slot) => slot.kill()));
  };
  await checkLoading(slots[0] as Slot, props).catch(async (error) => {
    await close();
    throw error;
  });
  let number = 0;
  const invoke = (event: unknown, caller: Caller = { aborted: false }) =>
    new Promise<Ended>((resolve, reject) => {
      queue.add({ caller, reject, number: number++, ...createJob(event, caller, props, resolve) });
    });
  return { close, invoke };
}

async function checkLoading(slot: Slot, { function: { name } }: PoolProps): Promise<void> {
  const turnEnd = await slot.container().loaded;
  if ("payload" in turnEnd) return;
  const { failure } = outcomeOf(turnEnd, "", maxLoadTime / 1000) as Failure;
  throw new Error(`The function ${name} does not load: ${failure}`);
}

interface Slot extends Place<InvocationJob> {
  readonly container: () => Container;
  readonly kill: () => Promise<void>;
}

/** A place for a container. It is empty until it is first used, and after its process has ended. */
function createSlot(
  props: PoolProps,
  changed: () => void,
  giveBack: (job: InvocationJob) => void,
): Slot {
  let current: Container | undefined;
  let { spare } = props;
  const container = () => {
    if (current?.alive()) return current;
    current = startContainer(props, (text) => props.hear(text, true), changed, spare);
    spare = undefined;
    return current;
  };
  const turnOf = (job: InvocationJob, there: Container): Turn => ({
    line: job.line,
    begin: job.begin,
    hear: job.hear,
    time: props.function.timeout * 1000,
    end: (turnEnd) =>
      "abandoned" in turnEnd ? job.reject(new AbandonedError()) : job.end(turnEnd, there),
    giveBack: () => giveBack(job),
  });
  return {
    container,
    isFree: () => current?.alive() === true && current.count() === 0,
    isEmpty: () => !current?.alive(),
    room: () => (current?.alive() && current.areQuick() ? depth - current.count() : 0),
    take(jobs) {
      try {
        const there = container();
        there.ask(jobs.map((job) => turnOf(job, there)));
      } catch (error) {
        for (const { reject } of jobs) reject(error as Error); // no process can start
      }
    },
    kill: async () => current?.kill(),
  };
}

function createJob(
  event: unknown,
  { trace, expires, tail }: Caller,
  props: PoolProps,
  resolve: (ended: Ended) => void,
) {
  const requestId = randomUUID();
  const invocation: Invocation = { requestId, event, trace: traceHeader(trace), expires };
  const line = `${JSON.stringify(invocation)}\n`;
  const log: string[] = [];
  const isTold = tail || props.verbose;
  const write = (text: string, own = false) => {
    if (tail) log.push(text);
    props.hear(text, own);
  };
  const { version, timeout, memory } = props.function;
  let started = 0;
  return {
    line,
    size: line.length,
    begin() {
      started = performance.now();
      if (isTold) write(`START RequestId: ${requestId} Version: ${version}`);
    },
    hear: (text: string) => write(text, true),
    end(turnEnd: TurnEnd, container: Container) {
      const outcome = outcomeOf(turnEnd, requestId, timeout);
      const duration = performance.now() - started;
      const init = container.takeLoadTime();
      const report = { requestId, duration, memory, init, used: container.memory() };
      if (isTold) for (const text of describeEnd(outcome, report)) write(text);
      resolve({ requestId, log, ...outcome });
    },
  };
}
