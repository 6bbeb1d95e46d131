/** Puts the figures of a run into docs/performance.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Spread } from "./statistics";

type Figures = Readonly<Record<string, Readonly<Record<string, Spread>>>>;

export interface Report {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly requests: number;
  readonly nodes: readonly {
    readonly node: string;
    /** Milliseconds by contender: load, first, sum, cpu. */
    readonly cold: Figures;
    /** Microseconds of the processor by contender and scenario. */
    readonly warm: Figures;
    /** MB in use after each tenth of the requests. */
    readonly heap: readonly number[];
    /** Requests in a second. */
    readonly throughput: Readonly<Record<string, number>>;
  }[];
}

const [start, end] = ["<!-- figures -->", "<!-- end -->"];

/** @param root the project's directory */
export function writePage(report: Report, root: string): void {
  const file = join(root, "docs/performance.md");
  const page = readFileSync(file, "utf8");
  const [before, rest = ""] = page.split(start) as [string, string?];
  const after = rest.slice(rest.indexOf(end) + end.length);
  writeFileSync(file, `${before}${start}\n\n${figures(report)}\n\n${end}${after}`);
}

/** The figures as Markdown. */
export function figures({ date, machine, rounds, requests, nodes }: Report): string {
  return [
    `${date}, ${machine}. Medians of ${rounds} processes each, interleaved; in brackets the middle half of them. Warm: ${requests} requests in each process.`,
    ...nodes.flatMap(({ node, cold, warm, heap, throughput }) => [
      `### Node ${node}`,
      table(["cold start, ms", "load", "first read", "both", "processor time"], cold, 0),
      chart(cold),
      table(
        ["warm request, µs of the processor", ...Object.keys(Object.values(warm)[0] ?? {})],
        warm,
        0,
      ),
      `Memory in use after each tenth of the requests, MB: ${heap.join(", ")}.`,
      `Over HTTP, requests in a second: ${list(throughput)}.`,
    ]),
  ].join("\n\n");
}

function table(head: readonly string[], rows: Figures, digits: number): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const cell = ({ median, from, to }: Spread) =>
    `${median.toFixed(digits)} (${from.toFixed(digits)}–${to.toFixed(digits)})`;
  const lines = Object.entries(rows).map(([name, values]) =>
    row([name, ...Object.values(values).map(cell)]),
  );
  return [row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...lines].join("\n");
}

function chart(cold: Figures): string {
  const names = Object.keys(cold).map(
    (name) => `"${name.replace("the guide's handler", "guide")}"`,
  );
  const values = Object.values(cold).map(({ sum }) => sum?.median.toFixed(1));
  return [
    "```mermaid",
    "xychart-beta horizontal",
    '  title "Load and first read, ms"',
    `  x-axis [${names.join(", ")}]`,
    `  bar [${values.join(", ")}]`,
    "```",
  ].join("\n");
}

const list = (rates: Readonly<Record<string, number>>) =>
  Object.entries(rates)
    .map(([name, rate]) => `${name} ${Math.round(rate)}`)
    .join(", ");
