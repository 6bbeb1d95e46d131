/** Each handler that `npm run bench` times gives the right answers; one that does not is not timed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { buildContenders } from "../../bench/contenders";
import { type Database, runChild, startDatabase } from "../../bench/processes";
import { scenarios } from "../../bench/scenarios";

const root = process.cwd();
const node = process.execPath;
const contenders = buildContenders(root);
let database: Database;
beforeAll(async () => {
  const programs = ["child", "database"].map((name) => `bench/${name}.ts`);
  buildSync({ entryPoints: programs, bundle: true, platform: "node", outdir: "dist/bench" });
  database = await startDatabase(root);
});
afterAll(() => database.close());

test.each(contenders.map(({ name, module }) => [name, module]))("%s", (_, module) => {
  const times = runChild({ root, node, endpoint: database.endpoint }, module, "warm", "1");
  expect(Object.keys(times as object)).toStrictEqual(scenarios.map(({ name }) => name));
});

test("who answers wrongly is not timed", () => {
  const module = join(mkdtempSync(join(tmpdir(), "bench-")), "wrong.mjs");
  writeFileSync(module, "export const handler = async () => ({ body: '\"ping\"' });");
  const timed = () => runChild({ root, node, endpoint: database.endpoint }, module, "warm", "1");
  expect(timed).toThrow(/ping.*'pong'/s);
  rmSync(dirname(module), { recursive: true });
});
