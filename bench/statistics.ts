/** Numbers of several runs. */

/** The middle of the runs, and the middle half of them. */
export interface Spread {
  readonly median: number;
  readonly from: number;
  readonly to: number;
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => Number(sorted[Math.floor((sorted.length - 1) * part)]?.toFixed(2));
  return { median: at(0.5), from: at(0.25), to: at(0.75) };
}

/** By member, of objects that have the same members. */
export function spreads<Name extends string>(runs: readonly Readonly<Record<Name, number>>[]) {
  const names = Object.keys(runs[0] ?? {}) as Name[];
  const entries = names.map((name) => [name, spreadOf(runs.map((run) => run[name]))] as const);
  return Object.fromEntries(entries) as Readonly<Record<Name, Spread>>;
}
