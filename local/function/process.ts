/** Starts and ends the process of a container. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Of V8, as in the script `start`. 4 MB for each half of the young generation: its own choice of 16 costs some 30 MB more
 * for a process under load. Helper threads of the collector would take the cores from the other processes.
 */
const heapFlags = ["--max-semi-space-size=4", "--no-parallel-scavenge"];

/** Whether the process is the first one of a group, which is stopped as a whole. */
const isGroup = process.platform !== "win32";

interface ProcessProps {
  /** Path of the compiled `worker.ts`. */
  readonly workerFile: string;
  /** MB. */
  readonly memory: number;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

export function startProcess({
  workerFile,
  memory,
  directory,
  environment,
}: ProcessProps): ChildProcess {
  const flags = [`--max-old-space-size=${memory}`, ...heapFlags];
  const child = spawn(process.execPath, [...flags, workerFile], {
    cwd: directory,
    env: environment,
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
    // Otherwise a Ctrl-C in the terminal ends it before it has answered. On Windows a console would open.
    detached: isGroup,
    windowsHide: true,
  });
  child.on("error", () => {}); // also of a process that nobody uses yet
  if (child.stdin === undefined) throw new Error("No process can start: too many files are open.");
  return child;
}

export function end(child: ChildProcess): void {
  if (child.kill("SIGKILL")) endGroup(child);
}

/** Ends what the function has started. */
export function endGroup({ pid }: ChildProcess): void {
  if (!isGroup || pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {} // there is nothing
}

/** Milliseconds. A process that the function has started, in a group of its own, may keep stdout open for ever. */
const outputTime = 200;

/** Waits for what the process has written before it ended. */
export async function closed(child: ChildProcess): Promise<void> {
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

export function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal) return `Runtime exited with error: signal: ${signals[signal] ?? signal}`;
  if (code === 0) return "Runtime exited without providing a reason";
  return `Runtime exited with error: exit status ${code}`;
}
