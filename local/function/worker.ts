/** The process of a function: loads the deployed module, then handles one event at a time, as Lambda's runtime does. */
import { isMainThread, SHARE_ENV, Worker, workerData } from "node:worker_threads";
import { type Letter, output, tell, threadOutput } from "./letters";
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
  /** Milliseconds that an invocation has. */
  readonly timeout: number;
}

/** Each further line to the process. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  /** For `_X_AMZN_TRACE_ID`. */
  readonly trace: string;
  /** When it must not begin any more, in milliseconds since the epoch. @default never */
  readonly expires?: number;
}

/** What was thrown. If it is no Error, `name` is its type, as in Lambda. */
export interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

type Handler = (event: unknown, context: object) => unknown;

/** Milliseconds between two looks at the memory. A function can fill some 50 MB in this time. */
const watchTime = 20;
/** Of the thread that watches. MB. */
const resourceLimits = {
  maxOldGenerationSizeMb: 8,
  maxYoungGenerationSizeMb: 1,
  stackSizeMb: 1,
};
/** Lambda's runtime ends with these. */
const exits = { load: 1, unhandledRejection: 128, uncaughtException: 129 } as const;
/** Milliseconds between two questions for the memory: each costs as much as a fifth of a small invocation. */
const measureTime = 50;
/** Milliseconds. A handler that computes for longer keeps no events from other processes. */
const longTime = 2;

let handle: ((invocation: Invocation) => Promise<void>) | undefined;
/** Events that were sent before the last one was answered. */
const ahead: string[] = [];
/** Whether an event runs. */
let runs = false;
/** Whether the events behind the one that runs are given back, also those that still come. */
let waits = false;
/** Of the event that runs. */
let currentTrace = "";
/** When the memory was asked for last. */
let measured = 0;

if (isMainThread) listen();
else watch(workerData);

function listen(): void {
  let isStarted = false;
  readLines(process.stdin, (line) => {
    if (isStarted) return take(line);
    isStarted = true;
    load(JSON.parse(line)).catch((error) => fail(error, exits.load));
  });
}

/**
 * Ends the process when its memory is full or the server was killed. In a thread, since a function that computes
 * without an end, or fills its memory, lets no other code run. On Windows the system ends it with the server.
 */
function watch({ memory, server }: Pick<Start, "memory"> & { readonly server: number }): void {
  setInterval(() => {
    const used = process.memoryUsage.rss();
    if (used > memory) tell(threadOutput, ["M", String(used)]);
    if (used > memory || process.ppid !== server) kill();
  }, watchTime);
}

/** Ends the process and what the function has started: the process is the first one of a group, but not on Windows. */
function kill(): void {
  process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");
}

function take(line: string): void {
  ahead.push(line);
  if (waits) giveBack();
  else if (handle && !runs) void runAll(handle);
}

/** A handler that waits for nothing has ended before the immediate. */
async function runAll(run: (invocation: Invocation) => Promise<void>): Promise<void> {
  runs = true;
  for (let line = ahead.shift(); line !== undefined; line = ahead.shift()) {
    const waiting = setImmediate(giveBack);
    await run(JSON.parse(line));
    clearImmediate(waiting);
    waits = false;
  }
  runs = false;
}

/** Another process may begin them sooner. */
function giveBack(): void {
  waits = true;
  tell(output, ["W", String(ahead.length)]);
  ahead.length = 0;
}

/** To set a variable of the process for each event would cost it a hundred bytes each time: libc keeps old values. */
function provideTrace(): void {
  const name = "_X_AMZN_TRACE_ID";
  process.env[name] = "";
  process.env = new Proxy(process.env, {
    get: (environment, key) => (key === name ? currentTrace : environment[key as string]),
    // By default the proxy would define the variable again, which process.env refuses.
    set: (environment, key, value) => Reflect.set(environment, key, value),
  });
}

async function load(start: Start): Promise<void> {
  const watched = { memory: start.memory, server: process.ppid };
  new Worker(__filename, { workerData: watched, resourceLimits, env: SHARE_ENV }).unref();
  provideTrace();
  process.setSourceMapsEnabled(true); // an error's stack names source lines if there is a map
  for (const stream of [process.stdout, process.stderr]) stream.write = print as never;
  process.on("uncaughtException", (error) => fail(error, exits.uncaughtException));
  process.on("unhandledRejection", (reason) => fail(rejection(reason), exits.unhandledRejection));
  const loaded: Record<string, unknown> = await import(start.module);
  const handler = loaded[start.export];
  if (typeof handler !== "function") throw new Error(`The module exports no "${start.export}".`);
  handle = (invocation) => invoke(handler as Handler, start, invocation);
  end("P", null);
  void runAll(handle);
}

async function invoke(handler: Handler, start: Start, invocation: Invocation): Promise<void> {
  const { requestId, event, trace, expires = Number.POSITIVE_INFINITY } = invocation;
  const begun = Date.now();
  if (begun >= expires) return tell(output, ["A", "null"]);
  currentTrace = trace;
  const getRemainingTimeInMillis = () => Math.max(begun + start.timeout - Date.now(), 0);
  const context = { awsRequestId: requestId, getRemainingTimeInMillis, ...start.context };
  try {
    const result = (await handler(event, context)) ?? null;
    if (!waits && Date.now() > begun + longTime) giveBack();
    end("P", result);
  } catch (error) {
    end("E", thrown(error));
  }
}

function end(letter: Letter, value: unknown): void {
  const answer = [letter, JSON.stringify(value) ?? "null"] as const;
  const now = Date.now();
  const due = now >= measured + measureTime;
  if (due) measured = now;
  tell(output, ...(due ? [["M", String(process.memoryUsage.rss())] as const] : []), answer);
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
  return { name, message, stack: stack && String(stack) }; // some libraries make it a list of frames
}

/** In place of the `write` of stdout and stderr, so that what is printed comes before the answer. */
function print(text: string | Uint8Array, ...rest: unknown[]): boolean {
  const line = Buffer.from(text as string)
    .toString()
    .replace(/\n$/, "");
  tell(output, line.includes("\n") ? ["L", JSON.stringify(line)] : ["T", line]);
  const done = rest.at(-1);
  if (typeof done === "function") process.nextTick(done);
  return true;
}
