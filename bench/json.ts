/**
 * What exact numbers cost a body that has none: our parser and writer against JavaScript's own, in
 * turns in one process, as the ratio of medians. It fails when that is over the limit.
 */
import { isDeepStrictEqual } from "node:util";
import { formatJson, parseJson } from "../functions/json";

/** How much longer than the native functions ours may take. */
const limit = 1.2;
const rounds = 300;

const person = (id: number) => ({
  Id: `person-${id}`,
  name: "Bob O'Neill",
  age: 42 + id,
  height: 1.84,
  active: id % 2 === 0,
  tags: ["first", "second", "third"],
  address: { street: "Main Street 1", city: "Springfield", zip: "12345", since: null },
  note: "A sentence, with a comma: and a colon, as people write them. ".repeat(3),
});

const bodies = {
  guide: {
    operation: "create",
    tableName: "LambdaTable",
    payload: { Item: { Id: "1", name: "Bob" } },
  },
  item: { operation: "create", payload: { Item: person(1) } },
  page: {
    Items: Array.from({ length: 100 }, (_, id) => person(id)),
    Count: 100,
    ScannedCount: 100,
  },
  text: { operation: "create", payload: { Item: { Id: "1", text: person(1).note.repeat(500) } } },
};

let failed = false;
for (const [name, value] of Object.entries(bodies)) {
  const text = JSON.stringify(value);
  if (!isDeepStrictEqual(parseJson(text), value) || formatJson(value) !== text) {
    throw new Error(`The body "${name}" is not read or written as it should be.`);
  }
  report(
    `${name} read`,
    text.length,
    () => JSON.parse(text),
    () => parseJson(text),
  );
  report(
    `${name} written`,
    text.length,
    () => JSON.stringify(value),
    () => formatJson(value),
  );
}
if (failed) process.exitCode = 1;

function report(name: string, size: number, native: () => unknown, ours: () => unknown): void {
  const repeats = Math.max(Math.round(200_000 / size), 1);
  const times = { native: [] as number[], ours: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.native.push(time(native, repeats));
    times.ours.push(time(ours, repeats));
  }
  const [base, own] = [median(times.native) / repeats, median(times.ours) / repeats];
  const ratio = own / base;
  failed ||= ratio > limit;
  console.log(
    `${name.padEnd(14)} ${String(size).padStart(6)} bytes  native ${micro(base)}  ours ${micro(own)}  ` +
      `ratio ${ratio.toFixed(2)}${ratio > limit ? `, over ${limit}` : ""}`,
  );
}

function time(work: () => unknown, repeats: number): number {
  const started = process.hrtime.bigint();
  for (let count = 0; count < repeats; count += 1) work();
  return Number(process.hrtime.bigint() - started);
}

/** Without the first tenth, in which the code gets compiled. */
function median(values: number[]): number {
  const sorted = values.slice(rounds / 10).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function micro(nanoseconds: number): string {
  return `${(nanoseconds / 1000).toFixed(2).padStart(8)} µs`;
}
