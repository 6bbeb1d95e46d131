/**
 * `npm run bench`: times the function beside others that do the same, on each Node that it is given, and prints JSON.
 *
 *   npm run bench -- [--node PATH]… [--rounds N] [--requests N] [--write]
 *
 * `--write` puts the figures into docs/performance.md.
 */
import { statSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { bundleFunction } from "../infra/function/bundle";
import type { Cold, Warm } from "./child";
import { buildContenders, type Contender } from "./contenders";
import { type Database, runChild, startDatabase, versionOf } from "./processes";
import { type Report, summary, writePage } from "./report";
import { measureThroughput } from "./throughput";

const root = process.cwd();
const { values } = parseArgs({
  options: {
    node: { type: "string", multiple: true, default: [process.execPath] },
    rounds: { type: "string", default: "7" },
    requests: { type: "string", default: "200" },
    write: { type: "boolean", default: false },
  },
});

const { node: nodePaths, write } = values;
const [rounds, requests] = [Number(values.rounds), Number(values.requests)];

/** Round by round, so that what else the machine does meets every contender. */
function interleave<Run>(contenders: readonly Contender[], run: (module: string) => Run) {
  const runs = new Map<string, Run[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, module } of contenders) runs.get(name)?.push(run(module));
  }
  return runs;
}

async function measure(node: string, contenders: readonly Contender[], { endpoint }: Database) {
  const props = { root, node, endpoint };
  // Whoever answers wrongly ends the benchmark before anything is timed.
  for (const { module } of contenders) runChild(props, module, "warm", "1");
  const cold = interleave(
    contenders.filter(({ isFloor }) => !isFloor),
    (module) => {
      const { load, first, cpu } = runChild(props, module, "cold") as Cold;
      return { load, first, sum: load + first, cpu };
    },
  );
  const warm = interleave(
    contenders,
    (module) => runChild(props, module, "warm", values.requests) as Warm,
  );
  const { module } = contenders.find(({ isProject }) => isProject) as Contender;
  return {
    node: versionOf(node),
    cold: summary(cold),
    warm: summary(warm),
    throughput: await measureThroughput(props, module),
  };
}

async function main(): Promise<void> {
  const contenders = buildContenders(root);
  const database = await startDatabase(root);
  const nodes: Report["nodes"][number][] = [];
  for (const node of nodePaths) nodes.push(await measure(node, contenders, database));
  database.close();
  const { model = "unknown" } = cpus()[0] ?? {};
  const machine = `${cpus().length} × ${model.trim()}, ${process.platform}`;
  const date = new Date().toISOString().slice(0, 10);
  const zip = statSync(bundleFunction(root)).size;
  const report = { date, machine, rounds, requests, zip, nodes };
  if (write) writePage(report, root);
  console.log(JSON.stringify(report, null, 2));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
