/**
 * How the property tests run: quickly with everything else, `FUZZ_RUNS` times as often by
 * `npm run fuzz`, and again as they failed with the `FUZZ_SEED` that a failure prints.
 */
import fc from "fast-check";

const { FUZZ_RUNS: factor = "1", FUZZ_SEED: seed } = process.env;

/** Holds a property for that many random cases, by default. */
export function check<T>(runs: number, property: fc.IAsyncProperty<T>): Promise<void>;
export function check<T>(runs: number, property: fc.IProperty<T>): void;
export function check<T>(runs: number, property: fc.IAsyncProperty<T> | fc.IProperty<T>) {
  return fc.assert(property as fc.IAsyncProperty<T>, {
    numRuns: runs * Number(factor),
    seed: seed === undefined ? undefined : Number(seed),
    reporter: report,
  });
}

function report<T>(details: fc.RunDetails<T>): void {
  if (!details.failed) return;
  throw new Error(`FUZZ_SEED=${details.seed} repeats this.\n${fc.defaultReportMessage(details)}`, {
    cause: details.errorInstance,
  });
}
