/** What comes of an invocation, and what CloudWatch would have of it. */
import type { Thrown } from "./worker";

/** How a turn ended: with an answer, something thrown, the process gone, its time over, or abandoned. */
export type TurnEnd =
  | { readonly payload: string }
  | { readonly thrown: Thrown }
  /** How the process ended, in Lambda's words. `over` is its memory in MB if that was too much. */
  | { readonly exit: string; readonly over?: number }
  /** The time is over, and the process was stopped. */
  | { readonly late: true }
  /** It has not begun, since the caller would not wait for it. */
  | { readonly abandoned: true };

/** Bytes of an event and of a result. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const maxPayload = 6 * 1024 * 1024;

/** How an invocation ended: with the JSON that the function returned, or with a failure. */
export type Outcome = { readonly payload: string } | Failure;

/** Lambda answers a direct caller `{errorType, errorMessage, trace}` and `X-Amz-Function-Error: Unhandled`. */
export interface Failure {
  /** The reason, for the terminal: with the stack if something was thrown. */
  readonly failure: string;
  /** Lambda's `errorMessage`. */
  readonly message: string;
  /** The thrown error's name, `Sandbox.Timedout`, or `Runtime.ExitError` when the process ended. */
  readonly errorType: string;
  /** The lines of the thrown error's stack; absent when nothing was thrown. */
  readonly trace?: readonly string[];
}

/** @param timeout seconds */
export function outcomeOf(turnEnd: TurnEnd, requestId: string, timeout: number): Outcome {
  if ("payload" in turnEnd) return turnEnd;
  if ("thrown" in turnEnd) {
    const { name, message, stack } = turnEnd.thrown;
    const trace = stack?.split("\n") ?? [];
    return { failure: stack ?? `${name}: ${message}`, message, errorType: name, trace };
  }
  const late = `Task timed out after ${timeout.toFixed(2)} seconds`;
  const reason = "exit" in turnEnd ? turnEnd.exit : late;
  const over = "exit" in turnEnd && turnEnd.over !== undefined;
  return {
    failure: over ? `${reason}: it had ${turnEnd.over} MB, more than its memory_size` : reason,
    message: `RequestId: ${requestId} Error: ${reason}`,
    errorType: "exit" in turnEnd ? "Runtime.ExitError" : "Sandbox.Timedout",
  };
}

/** What Lambda writes after an invocation: its failure if there is one, END and REPORT. */
export function describeEnd(outcome: Outcome, report: Report): readonly string[] {
  const { requestId } = report;
  const failure = "failure" in outcome ? [failureLine(outcome, requestId)] : [];
  return [...failure, `END RequestId: ${requestId}`, reportLine(report)];
}

/** As Lambda's runtime writes it for what was thrown, and Lambda for the rest. */
function failureLine({ message, errorType, trace }: Failure, requestId: string): string {
  if (trace === undefined) return `${message}\n${errorType}`;
  const error = JSON.stringify({ errorType, errorMessage: message, stack: trace });
  return `${requestId}\tERROR\tInvoke Error\t${error}`;
}

interface Report {
  readonly requestId: string;
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds, for the first invocation of a process. */
  readonly init?: number;
  /** MB. */
  readonly memory: number;
  /** MB. */
  readonly used: number;
}

function reportLine({ requestId, duration, init, memory, used }: Report): string {
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(duration)} ms`,
    `Memory Size: ${memory} MB`,
    `Max Memory Used: ${used} MB`,
    ...(init === undefined ? [] : [`Init Duration: ${init.toFixed(2)} ms`]),
  ];
  return parts.join("\t");
}
