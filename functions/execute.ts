/** Runs a checked request: the row answers by itself, or its Command is sent to DynamoDB. */
import { setTimeout as pause } from "node:timers/promises";
import { limits } from "./client";
import type { Batch, CommandOperation, Members, Result } from "./operation";
import { onCondition } from "./problem";
import type { CheckedRequest } from "./request";
import type { Table } from "./table";
import { encodeAttributes } from "./values/attributes";

/** Members of a request's log line. */
export type LogEntry = Record<string, string | number | readonly string[] | undefined>;

/** One invocation of the function: what a request needs to run. */
export interface Invocation {
  /** The document client's `send`. */
  readonly send: (command: never, options: { abortSignal: AbortSignal }) => Promise<object>;
  /** Milliseconds until the function times out. */
  readonly remainingTime: () => number;
  /** Receives the operation, the table, and the numbers of items and attempts. */
  readonly entry: LogEntry;
}

/**
 * @returns the result as JSON values
 * @throws the SDK's errors, and Problem when the payload does not fit the table
 */
export async function execute(request: CheckedRequest, invocation: Invocation): Promise<unknown> {
  const { name, operation, payload, table } = request;
  const { entry } = invocation;
  entry.operation = name;
  entry.table = table?.name;
  if (!("Command" in operation)) return operation.answer(payload);
  const { Command, conditionFailed, output, batch } = operation;
  const run = (input: Members) => {
    const sent = send(new Command(input as never), invocation);
    return conditionFailed ? sent.catch(onCondition("condition-failed", conditionFailed)) : sent;
  };
  const result: Result = batch
    ? await runBatch(batch, request, run, invocation)
    : encodeResult(await run(inputOf(operation, payload, table as Table)));
  entry.items = result.Items?.length;
  return output ? output(result, table as Table) : result;
}

/** Sends the unprocessed entries of a batch again, with longer waits, while there is time. */
async function runBatch(
  { input, collect, remaining }: Batch,
  { payload, table }: CheckedRequest,
  run: (input: Members) => Promise<Members>,
  invocation: Invocation,
): Promise<Members> {
  const runPart = async (part: Members, before?: Members) =>
    collect(await run(input(part, table as Table)), table as Table, before);
  let part = payload as Members;
  let done = await runPart(part);
  for (let wait: number = limits.batchWait; ; wait *= 2) {
    const left = remaining(done, part);
    if (left === undefined || timeLeft(invocation) < wait + limits.requestTimeout) return done;
    await pause(wait * (0.5 + Math.random() / 2));
    const next = await runPart(left, done).catch((error: Error) => {
      invocation.entry.retryError = error.name;
    });
    if (next === undefined) return done; // which lists the unprocessed entries
    [part, done] = [left, next];
  }
}

/** The table's name is the last member, so that no row can use another table. */
const inputOf = ({ input }: CommandOperation, payload: unknown, table: Table): Members => ({
  ...(input ? input(payload, table) : (payload as Members)),
  TableName: table.physicalName,
});

async function send(command: object, invocation: Invocation): Promise<Members> {
  const { entry } = invocation;
  const abortSignal = AbortSignal.timeout(Math.max(timeLeft(invocation), 1));
  const count = ({ $metadata }: Sent) => {
    if ($metadata?.attempts) entry.attempts = (Number(entry.attempts) || 0) + $metadata.attempts;
  };
  try {
    const output = (await invocation.send(command as never, { abortSignal })) as Sent;
    count(output);
    const { $metadata: _, ...result } = output;
    return result;
  } catch (error) {
    count(Object(error));
    throw error;
  }
}

/** The SDK's results and its errors. */
interface Sent extends Members {
  readonly $metadata?: { readonly attempts?: number };
}

/** Milliseconds in which a command may run. */
export const timeLeft = ({ remainingTime }: Invocation) => remainingTime() - limits.reserve;

/** Objects in a command's result, alone or in a list, are attributes; other values are JSON already. */
function encodeResult(result: Members): Members {
  const encode = (value: unknown) =>
    typeof value === "object" && value !== null ? encodeAttributes(value as Members) : value;
  const entries = Object.entries(result).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(encode) : encode(value),
  ]);
  return Object.fromEntries(entries);
}
