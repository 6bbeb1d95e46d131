/** What the process of a function writes to the server: lines of a letter and, but for `T`, JSON. */
import { writeSync } from "node:fs";

/** `P`, `E`, `F` and `A` end the turn that runs, if one does. */
export type Letter =
  /** A text that was printed and has a newline within. */
  | "L"
  /** A printed text without a newline. It is no JSON: the rest of the line is the text. */
  | "T"
  /** Bytes of memory that the process uses. */
  | "M"
  /** What the handler returned, or null when the function has loaded. */
  | "P"
  /** What the handler threw. */
  | "E"
  /** What was thrown and not caught, or why the function did not load. The process ends. */
  | "F"
  /** Null. The handler was not called, since nobody waits for its answer any more. */
  | "A"
  /** How many invocations are given back: those behind the one that runs, whose handler waits or takes long. */
  | "W";

/** Of the pipe to the server. */
export const output = 3;
/** Of the thread's own one. In the other, its line could come within a long answer, which is not written in one step. */
export const threadOutput = 4;

/** Writes at once, so that nothing is lost if the process ends or is stopped. */
export function tell(pipe: number, ...lines: readonly (readonly [Letter, string])[]): void {
  let bytes = Buffer.from(lines.map(([letter, json]) => `${letter}${json}\n`).join(""));
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(pipe, bytes));
}
