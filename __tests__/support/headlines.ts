/** The lines of the README about speed, from the figures that `npm run bench -- --write` has left in docs/performance.md. */
import { readFileSync } from "node:fs";

/** Of the last Node on the page, which is the newest one. */
export function headlines(): string {
  const page = readFileSync("docs/performance.md", "utf8");
  const node = page.slice(page.lastIndexOf("\n### Node v"));
  const read = (text: string, pattern: RegExp) => {
    const [, figure] = pattern.exec(text) ?? [];
    if (figure === undefined) throw new Error(`docs/performance.md has no ${pattern}`);
    return figure;
  };
  const cold = (name: string) =>
    read(node, new RegExp(`^\\| ${name} \\|[^|]+\\|[^|]+\\| (\\d+)`, "m"));
  const zip = Math.round(Number(read(page, /zip that Lambda gets has (\d+) bytes/)) / 1000);
  const pings = Number(read(node, /npm start: ping (\d+)/)).toLocaleString("en-US");
  const ready = Number(read(node, /is ready (\d+) ms/)) / 1000;
  return [
    `- [On Node ${read(node, /v(\d+)/)}](docs/performance.md), load and first read take ${cold("this project")} ms (the guide's own handler: ${cold("the guide's handler, as written")}); the zip has ${zip} kB.`,
    `- On two cores, \`npm start\` is ready ${ready.toFixed(1)} s after synth and answers ${pings} pings a second.`,
  ].join("\n");
}
