/** Other programs: run to their end, or in the background until a test ends them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";

interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const running = new Set<ChildProcess>();

/** A process in a group of its own, so that it can be ended with everything it started. */
export function start(command: string, args: readonly string[], { cwd, env }: Surroundings) {
  const child = spawn(command, args, { cwd, env, detached: true });
  const output: string[] = [];
  child.stdout.on("data", (data) => output.push(String(data)));
  child.stderr.on("data", (data) => output.push(String(data)));
  running.add(child);
  child.once("close", () => running.delete(child));
  return { child, output: () => plain(output.join("")) };
}

/**
 * @param expected the exit codes that are no failure
 * @throws Error with all that the command printed
 */
export async function run(
  command: string,
  args: readonly string[],
  surroundings: Surroundings,
  expected: readonly number[] = [0],
): Promise<string> {
  const { child, output } = start(command, args, surroundings);
  const [code, signal] = await once(child, "close");
  if (expected.includes(code)) return output();
  throw new Error(`${command} ${args.join(" ")} ended with ${code ?? signal}:\n${output()}`);
}

/** By itself, or killed, for instance for want of memory. */
export const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null;

/** Runs `npm start` on a free port until it is ready. @returns it, with the URL of the resource */
export async function startServer(surroundings: Surroundings) {
  const server = start("npm", ["start", "-s", "--", "--port", "0", "--memory"], surroundings);
  while (!server.output().includes("Started in")) {
    if (hasEnded(server.child)) throw new Error(`npm start ended:\n${server.output()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return { ...server, url: /Try .* (http\S+)/.exec(server.output())?.[1] as string };
}

/** Sends the signal to the whole group; it may have ended meanwhile. */
export function kill(
  { pid, exitCode }: Pick<ChildProcess, "pid" | "exitCode">,
  signal: NodeJS.Signals,
) {
  if (pid === undefined || exitCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Ends everything that is still running. */
export function killAll(): void {
  for (const child of running) kill(child, "SIGKILL");
}

/** Ends Terraform, which runs in a session of its own. `deploy/run.ts` writes a file below the directory for each. */
export function killTerraform(directory: string): void {
  for (const entry of readdirSync(directory, { recursive: true })) {
    const [, pid] = /(\d+)\.running$/.exec(String(entry)) ?? [];
    if (pid) kill({ pid: Number(pid), exitCode: null }, "SIGKILL");
  }
}

/** Without colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
const plain = (text: string) => text.replaceAll(/\x1b\[[0-9;]*[A-Za-z]/g, "");
