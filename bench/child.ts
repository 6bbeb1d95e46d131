/** One process with one handler: loads it, runs it as told, and prints one line of JSON; or serves it over HTTP. */
import { deepStrictEqual } from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

const [module = "", mode = "warm", requests = "1"] = process.argv.slice(2);
const print = process.stdout.write.bind(process.stdout);
process.stdout.write = () => true; // the project's handler writes a line for each request

async function load(): Promise<Handler> {
  if (module.endsWith(".cjs")) return require(module).handler; // as Lambda's runtime does
  return (await import(pathToFileURL(module).href)).handler;
}

const context = { awsRequestId: "request", getRemainingTimeInMillis: () => 10_000 };

const run = (handler: Handler, { envelope }: Scenario) =>
  handler(eventOf(envelope), { ...context, envelope });

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

/** With nothing between `node:http` and the handler. Tells its port, and ends with who started it. */
async function serve(): Promise<never> {
  const handler = await load();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    response.end((await handler({ ...eventOf({ operation: "" }), body }, context)).body);
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
  process.on("disconnect", () => process.exit());
  return new Promise(() => {});
}

const modes = { cold, serve, warm: () => warm(Number(requests)) };
modes[mode as keyof typeof modes]().then((result) => {
  print(`${JSON.stringify(result)}\n`, () => process.exit());
});
