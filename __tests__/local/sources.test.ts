/** Which saves are told; local/watch.test.ts has what then runs. */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { watchSources } from "../../local/sources";
import { until } from "../support/local/local-server";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "some sources "));
  for (const directory of ["functions", "infra", "node_modules"]) mkdirSync(join(root, directory));
  write("main.ts");
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (path: string, text = "") => writeFileSync(join(root, path), text);

/** @returns the paths that are told, and what ends it */
async function start() {
  const saved: string[] = [];
  const since = statSync(join(root, "main.ts")).mtimeMs;
  const close = await watchSources({ root, since }, (path) => saved.push(path));
  return { saved, close };
}

test("the second of two saves in a moment is told, as when a formatter follows an editor", async () => {
  const { saved, close } = await start();
  write("main.ts", "first");
  await until(() => saved.length > 0);
  await pause(5);
  const before = saved.length;
  write("main.ts", "second");
  await until(() => saved.length > before);
  expect(new Set(saved)).toStrictEqual(new Set(["main.ts"]));
  await close();
});

test("a file that is saved before the watcher is ready is told", async () => {
  await pause(20); // longer than the clock of the files takes for a step
  write("functions/a.ts");
  const { saved, close } = await start();
  expect(saved).toStrictEqual([join("functions", "a.ts")]);
  await close();
});

test("what is no source is not told", async () => {
  const { saved, close } = await start();
  for (const path of ["README.md", "other.ts", "node_modules/a.ts", "functions/a.ts~"]) write(path);
  write("infra/last.ts");
  await until(() => saved.length > 0);
  expect(new Set(saved)).toStrictEqual(new Set([join("infra", "last.ts")]));
  await close();
});
