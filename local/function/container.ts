/** One process that runs a function. Like Lambda's containers, it handles one invocation at a time. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { LambdaFunction } from "../service/service";
import { describeContainer } from "./environment";
import { readLines } from "./lines";
import { type Answer, type Failure, outcomeOf } from "./outcome";
import type { Invocation, Letter, Start } from "./worker";

export interface ContainerProps {
  readonly function: LambdaFunction;
  readonly region: string;
  /** URL of the function's module. */
  readonly module: string;
  /** What Lambda does not set: credentials and the engine's address. */
  readonly environment: Readonly<Record<string, string>>;
  /** Path of the compiled `worker.ts`. */
  readonly workerFile: string;
}

export interface Container {
  /** A payload of `null` when the function has loaded. */
  readonly loaded: Promise<Answer>;
  /** Milliseconds in which the function loaded; `undefined` from the second call on. */
  readonly takeLoadTime: () => number | undefined;
  /** MB, the most that was seen. */
  readonly memory: () => number;
  /** False when the process has ended or is about to. */
  readonly alive: () => boolean;
  /** @param time milliseconds after which the process is stopped */
  readonly ask: (invocation: Invocation, time: number) => Promise<Answer>;
  /** Resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

/** Milliseconds in which a function must load, as in Lambda. */
export const maxLoadTime = 10_000;

/** MB of each half of the young generation. V8's own choice is 16, which is 35 MB more for a process under load. */
const youngSize = 2;

const MB = 1024 * 1024;

type Hear = (text: string) => void;

/** @param hear takes each text that the process prints, and what is thrown between two invocations */
export function startContainer(props: ContainerProps, hear: Hear): Container {
  const started = performance.now();
  const directory = dirname(fileURLToPath(props.module));
  const { environment, context } = describeContainer(props.function, props.region, directory);
  const child = spawnWorker(props, directory, environment);
  const { ask, ...state } = converse(child, props.function.memory, hear);
  const [, exported = ""] = props.function.handler.split(".");
  const memory = props.function.memory * MB;
  const start: Start = { module: props.module, export: exported, context, memory };
  let loadTime: number | undefined;
  const loaded = ask(start, maxLoadTime).finally(() => {
    loadTime = performance.now() - started;
  });
  return {
    ...state,
    ask,
    loaded,
    takeLoadTime: () => {
      const time = loadTime;
      loadTime = undefined;
      return time;
    },
    kill: async () => {
      end(child);
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    },
  };
}

function spawnWorker(
  { function: { memory }, environment, workerFile }: ContainerProps,
  directory: string,
  own: Readonly<Record<string, string>>,
): ChildProcess {
  const flags = [`--max-old-space-size=${memory}`, `--max-semi-space-size=${youngSize}`];
  return spawn(process.execPath, [...flags, workerFile], {
    cwd: directory,
    env: { ...environment, ...own },
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    // Otherwise a Ctrl-C in the terminal ends it before it has answered. On Windows a console would open.
    detached: isGroup,
    windowsHide: true,
  });
}

/** Whether the process is the first one of a group, which is stopped as a whole. */
const isGroup = process.platform !== "win32";

function end(child: ChildProcess): void {
  if (child.kill("SIGKILL")) endGroup(child);
}

/** Ends what the function has started. */
function endGroup({ pid }: ChildProcess): void {
  if (!isGroup || pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {} // there is nothing
}

/** Writes to the process, and reads what it writes. */
function converse(child: ChildProcess, limit: number, hear: Hear) {
  const stdin = child.stdin as Writable;
  stdin.on("error", () => {}); // the process has ended, which is told below
  let take: ((answer: Answer) => void) | undefined;
  const settle = (answer: Answer) => {
    if (take) take(answer);
    else if (!child.killed) hear((outcomeOf(answer, "", 0) as Failure).failure);
    take = undefined;
  };
  const state = listen(child, limit, hear, settle);
  const ask = (message: Start | Invocation, time: number) =>
    new Promise<Answer>((resolve) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        end(child);
      }, time);
      take = (answer) => {
        clearTimeout(timer);
        resolve(late && "exit" in answer ? { late } : answer);
      };
      stdin.write(`${JSON.stringify(message)}\n`);
    });
  return { ...state, ask };
}

function listen(
  child: ChildProcess,
  limit: number,
  hear: Hear,
  settle: (answer: Answer) => void,
): Pick<Container, "alive" | "memory"> {
  let alive = true;
  let memory = 0;
  const heard: Readonly<Record<Letter, (json: string) => void>> = {
    L: (json) => hear(JSON.parse(json).replace(/\n$/, "")),
    M: (json) => {
      memory = Math.max(memory, Number(json) / MB);
    },
    P: (payload) => settle({ payload }),
    E: (json) => settle({ thrown: JSON.parse(json) }),
    F: (json) => {
      alive = false;
      settle({ thrown: JSON.parse(json) });
    },
  };
  const [, stdout, stderr, frames] = child.stdio as readonly unknown[] as readonly Readable[];
  for (const raw of [stdout, stderr]) readLines(raw as Readable, hear);
  readLines(frames as Readable, (line) => heard[line[0] as Letter](line.slice(1)));
  const gone = async (exit: string) => {
    if (!alive) return; // it has told why
    alive = false;
    endGroup(child);
    await closed(child);
    settle({ exit, over: memory > limit ? Math.round(memory) : undefined });
  };
  child.once("exit", (code, signal) => void gone(describeExit(code, signal)));
  child.once("error", ({ message }) => void gone(message)); // it could not be started
  return { alive: () => alive, memory: () => Math.round(memory) };
}

/** Milliseconds. A process that the function has started, in a group of its own, may keep stdout open for ever. */
const outputTime = 200;

/** Waits for what the process has written before it ended. */
async function closed(child: ChildProcess): Promise<void> {
  const patience = AbortSignal.timeout(outputTime);
  await once(child, "close", { signal: patience }).catch(() => {
    for (const stream of child.stdio) stream?.destroy();
  });
}

/** Lambda's words for the signals that end a process by itself. */
const signals: Readonly<Record<string, string>> = {
  SIGKILL: "killed",
  SIGABRT: "aborted",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `Runtime exited with error: signal: ${signals[signal] ?? signal}`;
  if (code === 0) return "Runtime exited without providing a reason";
  return `Runtime exited with error: exit status ${code}`;
}
