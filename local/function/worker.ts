/** The process of a function: loads the deployed module, then handles one event at a time, as Lambda's runtime does. */
import { writeSync } from "node:fs";
import { isMainThread, SHARE_ENV, Worker, workerData } from "node:worker_threads";
import { readLines } from "./lines";

/** The first line to the process. */
export interface Start {
  /** URL of the module and name of the export that is the handler. */
  readonly module: string;
  readonly export: string;
  /** The members of the handler's context that are the same for every invocation. */
  readonly context: object;
  /** Bytes of memory, of all kinds, that the process may use. */
  readonly memory: number;
}

/** Each further line to the process. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  /** When the function times out, in milliseconds since the epoch. */
  readonly deadline: number;
  /** For `_X_AMZN_TRACE_ID`. */
  readonly trace: string;
}

/** What was thrown. If it is no Error, `name` is its type, as in Lambda. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/**
 * A line from the process is one of these letters, and JSON: `L` a text that was printed, `M` its memory in bytes, `P`
 * the handler's result, or null when the function has loaded, `E` what the handler has thrown, `F` what nothing has
 * caught: the process ends. `P`, `E` or `F` ends an invocation.
 */
export type Letter = "L" | "M" | "P" | "E" | "F";

type Handler = (event: unknown, context: object) => unknown;

/** Milliseconds between two looks at the memory. A function can fill some 50 MB in this time. */
const watchTime = 20;
/** Of the thread that watches. MB. */
const resourceLimits = {
  maxOldGenerationSizeMb: 8,
  maxYoungGenerationSizeMb: 1,
  stackSizeMb: 1,
};
/** Of the pipe to the server. */
const output = 3;
/** Lambda's runtime ends with these. */
const exits = { load: 1, unhandledRejection: 128, uncaughtException: 129 } as const;

/** Milliseconds. To ask for the memory costs as much as a fifth of a small invocation. */
const measureTime = 50;
let measured = 0;
let handle: ((invocation: Invocation) => Promise<void>) | undefined;

if (isMainThread) listen();
else watch(workerData);

function listen(): void {
  readLines(process.stdin, (line) => {
    if (handle) void handle(JSON.parse(line));
    else load(JSON.parse(line)).catch((error) => fail(error, exits.load));
  });
  process.stdin.on("end", kill);
}

/** In a thread, since a function that computes without an end, or fills its memory, lets no other code run. */
function watch({ memory, server }: Pick<Start, "memory"> & { readonly server: number }): void {
  setInterval(() => {
    const used = process.memoryUsage.rss();
    if (used > memory) tell(["M", String(used)]);
    if (used > memory || process.ppid !== server) kill();
  }, watchTime);
}

/** Ends the process and what the function has started: the process is the first one of a group, but not on Windows. */
function kill(): void {
  process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");
}

async function load(start: Start): Promise<void> {
  const watched = { memory: start.memory, server: process.ppid };
  new Worker(__filename, { workerData: watched, resourceLimits, env: SHARE_ENV }).unref();
  process.setSourceMapsEnabled(true); // an error's stack names source lines if there is a map
  for (const stream of [process.stdout, process.stderr]) stream.write = print as never;
  process.on("uncaughtException", (error) => fail(error, exits.uncaughtException));
  process.on("unhandledRejection", (reason) => fail(rejection(reason), exits.unhandledRejection));
  const loaded: Record<string, unknown> = await import(start.module);
  const handler = loaded[start.export];
  if (typeof handler !== "function") throw new Error(`The module exports no "${start.export}".`);
  handle = (invocation) => invoke(handler as Handler, start.context, invocation);
  end("P", null);
}

async function invoke(handler: Handler, common: object, invocation: Invocation): Promise<void> {
  const { requestId, event, deadline, trace } = invocation;
  process.env["_X_AMZN_TRACE_ID"] = trace;
  const getRemainingTimeInMillis = () => Math.max(deadline - Date.now(), 0);
  const context = { ...common, awsRequestId: requestId, getRemainingTimeInMillis };
  try {
    end("P", (await handler(event, context)) ?? null);
  } catch (error) {
    end("E", thrown(error));
  }
}

function end(letter: Letter, value: unknown): void {
  const answer = [letter, JSON.stringify(value) ?? "null"] as const;
  const now = Date.now();
  const due = now >= measured + measureTime;
  if (due) measured = now;
  tell(...(due ? [["M", String(process.memoryUsage.rss())] as const] : []), answer);
}

/** Something was thrown that nothing caught, perhaps by an invocation that has answered. */
function fail(error: unknown, code: number): never {
  end("F", thrown(error));
  process.exit(code);
}

function rejection(reason: unknown): Error {
  const { stack } = thrown(reason);
  const name = "Runtime.UnhandledPromiseRejection";
  return Object.assign(new Error(String(reason)), { name, stack });
}

function thrown(value: unknown): Thrown {
  if (!(value instanceof Error)) return { name: typeof value, message: String(value) };
  const { name, message, stack } = value;
  return { name, message, stack };
}

/** In place of the `write` of stdout and stderr, so that what is printed comes before the answer. */
function print(text: string | Uint8Array, ...rest: unknown[]): boolean {
  tell(["L", JSON.stringify(Buffer.from(text as string).toString())]);
  const done = rest.at(-1);
  if (typeof done === "function") process.nextTick(done);
  return true;
}

/** Writes at once, so that nothing is lost if the process ends or is stopped. */
function tell(...lines: readonly (readonly [Letter, string])[]): void {
  let bytes = Buffer.from(lines.map(([letter, json]) => `${letter}${json}\n`).join(""));
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(output, bytes));
}
