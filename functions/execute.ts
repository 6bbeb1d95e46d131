/** Runs a checked request: the row answers by itself, or its Command is sent to DynamoDB. */
import { setTimeout as pause } from "node:timers/promises";
import { limits } from "./client";
import type { Batch, Members } from "./operation";
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
  const { Command, input = addTableName, output, batch } = operation;
  const run = async (part: Members) =>
    send(new Command(input(part, table as Table) as never), invocation);
  const result = batch
    ? await runBatch(batch, request, run, invocation)
    : encodeResult(await run(payload as Members));
  entry.items = (result["Items"] as unknown[] | undefined)?.length;
  return output ? output(result, table as Table) : result;
}

/** Sends the unprocessed entries of a batch again, with longer waits, while there is time. */
async function runBatch(
  { collect, remaining }: Batch,
  { payload, table }: CheckedRequest,
  run: (part: Members) => Promise<Members>,
  invocation: Invocation,
): Promise<Members> {
  let part = payload as Members;
  let done = collect(await run(part), table as Table);
  for (let wait: number = limits.batchWait; ; wait *= 2) {
    const left = remaining(done, part);
    if (left === undefined || timeLeft(invocation) < wait + limits.requestTimeout) return done;
    await pause(wait * (0.5 + Math.random() / 2));
    const before = done;
    const next = await run(left)
      .then((result) => collect(result, table as Table, before))
      .catch((error: Error) => {
        invocation.entry.retryError = error.name;
      });
    if (next === undefined) return done; // which lists the unprocessed entries
    [part, done] = [left, next];
  }
}

const addTableName = (payload: Members, { physicalName }: Table): Members => ({
  ...payload,
  TableName: physicalName,
});

async function send(command: object, invocation: Invocation): Promise<Members> {
  const { entry } = invocation;
  const abortSignal = AbortSignal.timeout(Math.max(timeLeft(invocation), 1));
  const output = await invocation.send(command as never, { abortSignal });
  const { $metadata, ...result } = output as Members & { $metadata?: { attempts?: number } };
  entry.attempts = (Number(entry.attempts) || 0) + ($metadata?.attempts ?? 0);
  return result;
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
