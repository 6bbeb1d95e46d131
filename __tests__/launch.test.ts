/** What `launch.mjs` promises to the programs that it compiles. */
import { spawnSync } from "node:child_process";
import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const home = mkdtempSync(join(tmpdir(), "a launch "));
afterAll(() => rmSync(home, { recursive: true }));

function launch(source: string) {
  writeFileSync(join(home, "program.ts"), source);
  const words = ["launch.mjs", "program.ts", "--", "word"];
  return spawnSync(process.execPath, words, { cwd: home, encoding: "utf8" });
}

beforeAll(() => {
  copyFileSync("launch.mjs", join(home, "launch.mjs"));
  symlinkSync(join(process.cwd(), "node_modules"), join(home, "node_modules"));
});

test("it runs the program with its words", () => {
  const { stdout, stderr } = launch("console.log(process.argv.slice(2) as string[])");
  expect([stdout, stderr]).toStrictEqual(["[ 'word' ]\n", ""]);
});

test("who reads a compiled file while it is compiled again reads the whole old one, and who executes it can", () => {
  launch("console.log('the old one')");
  const old = openSync(join(home, "dist/program.js"), "r");
  expect(launch("console.log('new')").stdout).toBe("new\n");
  expect(readFileSync(old, "utf8")).toContain("the old one");
  closeSync(old);
  expect(readdirSync(join(home, "dist"))).toStrictEqual(["program.js"]);
  accessSync(join(home, "dist/program.js"), constants.X_OK);
});

test("a program that does not compile is an error with its place", () => {
  const { status, stderr } = launch("const a = ;");
  expect([status, stderr]).toStrictEqual([1, expect.stringContaining("program.ts:1:10")]);
});

test("a directory that cannot be written is an error that names it", () => {
  rmSync(join(home, "dist"), { recursive: true, force: true });
  writeFileSync(join(home, "dist"), "a file");
  const { status, stderr } = launch("console.log(1)");
  expect([status, stderr]).toStrictEqual([
    1,
    expect.stringMatching(/^Cannot write what was compiled: .*a launch .*dist'\n$/),
  ]);
});
