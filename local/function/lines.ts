/** Splits a stream into lines. Node's readline would also split at U+2028, which JSON has in its strings. */
import type { Readable } from "node:stream";

/** @param take receives each line that has ended, without the newline */
export function readLines(stream: Readable, take: (line: string) => void): void {
  let begun: string[] = [];
  stream.setEncoding("utf8").on("data", (text: string) => {
    const parts = text.split("\n");
    const rest = parts.pop() as string;
    for (const part of parts) {
      take(begun.join("") + part);
      begun = [];
    }
    begun.push(rest);
  });
}
