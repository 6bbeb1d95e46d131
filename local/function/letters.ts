/** What the process of a function writes to the server: lines of a letter and, but for `T`, JSON. */
import { writeSync } from "node:fs";

/**
 * `L` a text that was printed, `T` one without a newline, as it is, `M` the memory in bytes, `P` the handler's result,
 * or null when the function has loaded, `E` what the handler has thrown, `F` what nothing has caught: the process ends,
 * `A` null when the invocation has expired. `P`, `E`, `F` and `A` end an invocation. `W` the number of events behind the one that
 * runs that are given back, since its handler waits for something or takes long.
 */
export type Letter = "L" | "T" | "M" | "P" | "E" | "F" | "A" | "W";

/** Of the pipe to the server. */
export const output = 3;
/** Of the thread's own one. In the other, its line could come within a long answer, which is not written in one step. */
export const threadOutput = 4;

/** Writes at once, so that nothing is lost if the process ends or is stopped. */
export function tell(pipe: number, ...lines: readonly (readonly [Letter, string])[]): void {
  let bytes = Buffer.from(lines.map(([letter, json]) => `${letter}${json}\n`).join(""));
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(pipe, bytes));
}
