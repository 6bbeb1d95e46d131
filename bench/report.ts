/** Medians of runs, and docs/performance.md with them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Throughput } from "./throughput";

/** The middle of several runs, and the middle half of them. */
interface Spread {
  readonly median: number;
  readonly from: number;
  readonly to: number;
}

type Figures = Readonly<Record<string, Readonly<Record<string, Spread>>>>;

export interface Report {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly requests: number;
  /** Bytes of the zip that Lambda gets. */
  readonly zip: number;
  readonly nodes: readonly {
    readonly node: string;
    /** Milliseconds by contender: load, first, sum, cpu. */
    readonly cold: Figures;
    /** Microseconds of the processor by contender and scenario. */
    readonly warm: Figures;
    readonly throughput: Throughput;
  }[];
}

const [start, end] = ["<!-- figures -->", "<!-- end -->"];

/** Of runs by contender. */
export const summary = (runs: ReadonlyMap<string, readonly Run[]>): Figures =>
  Object.fromEntries([...runs].map(([name, all]) => [name, spreads(all)]));

type Run = Readonly<Record<string, number>>;

const spreads = (runs: readonly Run[]) =>
  Object.fromEntries(
    Object.keys(runs[0] ?? {}).map((name) => [name, spreadOf(runs.map((run) => run[name] ?? 0))]),
  );

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => Number(sorted[Math.floor((sorted.length - 1) * part)]?.toFixed(2));
  return { median: at(0.5), from: at(0.25), to: at(0.75) };
}

/** @param root the project's directory */
export function writePage(report: Report, root: string): void {
  const file = join(root, "docs/performance.md");
  const page = readFileSync(file, "utf8");
  const [before, rest = ""] = page.split(start) as [string, string?];
  const after = rest.slice(rest.indexOf(end) + end.length);
  writeFileSync(file, `${before}${start}\n\n${figures(report)}\n\n${end}${after}`);
}

/** The figures as Markdown. */
function figures({ date, machine, rounds, requests, zip, nodes }: Report): string {
  return [
    `${date}, ${machine}. Medians of ${rounds} processes each, interleaved; in brackets the middle half of them. Warm: ${requests} requests in each process. The zip that Lambda gets has ${zip} bytes.`,
    ...nodes.flatMap(({ node, cold, warm, throughput }) => [
      `### Node ${node}`,
      table(["cold start, ms", "load", "first read", "both", "processor time"], cold),
      chart(cold),
      table(["warm request, µs of the processor", ...columns(warm)], warm),
      `Over HTTP, requests in a second: ${Object.entries(throughput.rates).join("; ").replaceAll(",", " ")}. npm start is ready ${throughput.ready} ms after synth.`,
    ]),
  ].join("\n\n");
}

const columns = (figures: Figures) => Object.keys(Object.values(figures)[0] ?? {});

function table(head: readonly string[], rows: Figures): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const cell = ({ median, from, to }: Spread) =>
    `${median.toFixed()} (${from.toFixed()}–${to.toFixed()})`;
  const lines = Object.entries(rows).map(([name, values]) =>
    row([name, ...Object.values(values).map(cell)]),
  );
  return [row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...lines].join("\n");
}

function chart(cold: Figures): string {
  const names = Object.keys(cold).map(
    (name) => `"${name.replace("the guide's handler", "guide")}"`,
  );
  const values = Object.values(cold).map(({ cpu }) => cpu?.median.toFixed(1));
  return [
    "```mermaid",
    "xychart-beta horizontal",
    '  title "Processor time of a cold start, ms"',
    `  x-axis [${names.join(", ")}]`,
    `  bar [${values.join(", ")}]`,
    "```",
  ].join("\n");
}
