/** One process that runs a function. Like Lambda's containers, it handles one invocation at a time. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { LambdaFunction } from "../service/service";
import { describeContainer } from "./environment";
import type { Letter } from "./letters";
import { readLines } from "./lines";
import { outcomeOf, type TurnEnd } from "./outcome";
import { closed, describeExit, end, endGroup, startProcess } from "./process";
import { createTurns, type Turns } from "./turns";
import type { Start } from "./worker";

/** A process that has no code yet. */
export interface Spare {
  readonly child: ChildProcess;
  /** Of the invocations. */
  readonly context: object;
}

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

export interface Container extends Pick<Turns, "ask" | "count" | "areQuick"> {
  /** A payload of `null` when the function has loaded. */
  readonly loaded: Promise<TurnEnd>;
  /** Milliseconds in which the function loaded; `undefined` from the second call on. */
  readonly takeLoadTime: () => number | undefined;
  /** MB, the most that was seen. */
  readonly memory: () => number;
  /** False when the process has ended or is about to. */
  readonly alive: () => boolean;
  /** Resolves when the process is gone. */
  readonly kill: () => Promise<void>;
}

/** Milliseconds in which a function must load, as in Lambda. */
export const maxLoadTime = 10_000;

const MB = 1024 * 1024;

type Hear = (text: string) => void;

/** What takes the rest of a line, by its letter. */
type Heard = Readonly<Record<Letter, Hear>>;

/** @param directory where its code will be */
export function startSpare(props: Omit<ContainerProps, "module">, directory: string): Spare {
  const { environment, context } = describeContainer(props.function, props.region, directory);
  const child = startProcess({
    workerFile: props.workerFile,
    memory: props.function.memory,
    directory,
    environment: { ...environment, ...props.environment },
  });
  return { child, context };
}

/**
 * @param hear takes each text that the process prints, and what is thrown, between two invocations
 * @param changed is called when the process has answered, and when it has given back what it has not begun
 */
export function startContainer(
  props: ContainerProps,
  hear: Hear,
  changed: () => void,
  spare?: Spare,
): Container {
  const started = performance.now();
  const { child, context } = spare ?? startSpare(props, dirname(fileURLToPath(props.module)));
  const { ask, ...state } = converse(child, props.function.memory, hear, changed);
  const [, exported = ""] = props.function.handler.split(".");
  const { memory, timeout } = props.function;
  const start: Start = {
    module: props.module,
    export: exported,
    context,
    memory: memory * MB,
    timeout: timeout * 1000,
  };
  let loadTime: number | undefined;
  const loaded = load(start, ask, hear).finally(() => {
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

const load = (start: Start, ask: Turns["ask"], hear: Hear) =>
  new Promise<TurnEnd>((end) => {
    const line = `${JSON.stringify(start)}\n`;
    const nothing = () => {};
    ask([{ line, time: maxLoadTime, loads: true, begin: nothing, hear, end, giveBack: nothing }]);
  });

/** Writes to the process, and reads what it writes. */
function converse(child: ChildProcess, limit: number, hear: Hear, changed: () => void) {
  const stdin = child.stdin as Writable;
  stdin.on("error", () => {}); // the process has ended, which is told below
  const turns = createTurns({
    write: (lines) => stdin.write(lines),
    stop: () => end(child),
    hear,
    stray: (turnEnd) => {
      const outcome = outcomeOf(turnEnd, "", 0);
      if (!child.killed && "failure" in outcome) hear(outcome.failure);
    },
    changed,
  });
  const { ask, count, areQuick } = turns;
  return { ...listen(child, limit, turns), ask, count, areQuick };
}

function listen(
  child: ChildProcess,
  limit: number,
  { hear, settle, wait }: Turns,
): Pick<Container, "alive" | "memory"> {
  let alive = true;
  let memory = 0;
  const heard: Heard = {
    L: (json) => hear(JSON.parse(json)),
    T: hear,
    M: (json) => {
      memory = Math.max(memory, Number(json) / MB);
    },
    W: (json) => wait(Number(json)),
    A: () => settle({ abandoned: true }, false),
    P: (payload) => settle({ payload }, false),
    E: (json) => settle({ thrown: JSON.parse(json) }, false),
    F: (json) => {
      alive = false;
      settle({ thrown: JSON.parse(json) }, true);
    },
  };
  const [, stdout, stderr, main, thread] = child.stdio as readonly unknown[] as readonly Readable[];
  for (const raw of [stdout, stderr]) readLines(raw as Readable, hear);
  readLines(main as Readable, byLetter(heard, hear));
  readLines(thread as Readable, byLetter({ M: heard.M }, hear)); // an answer here could come in the next turn
  const gone = async (exit: string) => {
    endGroup(child);
    if (!alive) return; // it has told why
    alive = false;
    await closed(child);
    settle({ exit, over: memory > limit ? Math.round(memory) : undefined }, true);
  };
  child.once("exit", (code, signal) => void gone(describeExit(code, signal)));
  child.once("error", ({ message }) => void gone(message)); // it could not be started
  return { alive: () => alive && !child.killed, memory: () => Math.round(memory) };
}

/** A line without a letter was written by the function itself: it is printed. */
const byLetter = (heard: Partial<Heard>, print: Hear) => (line: string) => {
  const take: Hear | undefined = heard[line[0] as Letter];
  if (take) take(line.slice(1));
  else print(line);
};
