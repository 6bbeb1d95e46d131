/**
 * How the property tests run: quickly with everything else, 20 times as often by `npm run fuzz` (`FUZZ_RUNS` sets
 * another factor), and again as they failed with the `FUZZ_SEED` that a failure prints.
 */
import fc from "fast-check";

const { npm_lifecycle_event: script, FUZZ_SEED: seed } = process.env;
const factor = process.env["FUZZ_RUNS"] ?? (script === "fuzz" ? "20" : "1");

/** Tries an asynchronous property with that many random cases, by default. */
export async function check<T>(runs: number, property: fc.IAsyncProperty<T>): Promise<void> {
  await fc.assert(property, parameters(runs));
}

/** The same for a property that needs no waiting. */
export function checkSync<T>(runs: number, property: fc.IProperty<T>): void {
  fc.assert(property, parameters(runs));
}

function parameters<T>(runs: number): fc.Parameters<T> {
  return {
    numRuns: runs * Number(factor),
    seed: seed === undefined ? undefined : Number(seed),
    reporter: report,
  };
}

function report<T>(details: fc.RunDetails<T>): void {
  if (!details.failed) return;
  throw new Error(`FUZZ_SEED=${details.seed} repeats this.\n${fc.defaultReportMessage(details)}`, {
    cause: details.errorInstance,
  });
}
