/** One process with one handler: loads it, runs it as told, and prints one line of JSON. */
import { deepStrictEqual } from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { eventOf, read, type Scenario, scenarios } from "./scenarios";

/** Milliseconds. */
export interface Cold {
  readonly load: number;
  readonly first: number;
  /** Of the processor, for both. */
  readonly cpu: number;
}

/** Microseconds of the processor for a request, by scenario. */
export type Warm = Readonly<Record<string, number>>;

type Answer = { readonly body?: string; readonly result?: unknown };
type Handler = (event: object, context: object) => Promise<Answer>;

const [module = "", mode = "check", requests = "1"] = process.argv.slice(2);
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true; // the project's handler writes a line for each request

async function load(): Promise<Handler> {
  if (module.endsWith(".cjs")) return require(module).handler; // as Lambda's runtime does
  return (await import(pathToFileURL(module).href)).handler;
}

function run(handler: Handler, { envelope }: Scenario): Promise<Answer> {
  const context = { awsRequestId: "request", envelope, getRemainingTimeInMillis: () => 10_000 };
  return handler(eventOf(envelope), context);
}

/** A handler that answers something else is not timed. */
function check({ body, result }: Answer, { expected, name }: Scenario): void {
  deepStrictEqual(body === undefined ? result : JSON.parse(body), expected, name);
}

async function cold(): Promise<Cold> {
  const [start, used] = [performance.now(), process.cpuUsage()];
  const handler = await load();
  const loaded = performance.now();
  const answer = await run(handler, read);
  const end = performance.now();
  const { user, system } = process.cpuUsage(used);
  check(answer, read);
  return { load: loaded - start, first: end - loaded, cpu: (user + system) / 1000 };
}

async function warm(count: number): Promise<Warm> {
  const handler = await load();
  const times: Record<string, number> = {};
  for (const scenario of scenarios) {
    check(await run(handler, scenario), scenario);
    await repeat(handler, scenario, count); // until its code is compiled
    const start = process.cpuUsage();
    await repeat(handler, scenario, count);
    const { user, system } = process.cpuUsage(start);
    times[scenario.name] = (user + system) / count;
  }
  return times;
}

async function repeat(handler: Handler, scenario: Scenario, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await run(handler, scenario);
}

/** Whether memory stays: MB in use after each tenth of the requests. */
async function heap(count: number): Promise<number[]> {
  const handler = await load();
  const used: number[] = [];
  for (let tenth = 0; tenth < 10; tenth++) {
    await repeat(handler, read, count / 10);
    globalThis.gc?.();
    used.push(Math.round(process.memoryUsage().heapUsed / 1e5) / 10);
  }
  return used;
}

const modes = {
  check: () => warm(1),
  cold,
  warm: () => warm(Number(requests)),
  heap: () => heap(Number(requests)),
};
modes[mode as keyof typeof modes]().then((result) => {
  print(`${JSON.stringify(result)}\n`, () => process.exit());
});
