import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../infra/bundle";

const root = process.cwd();
const home = mkdtempSync(join(tmpdir(), "bundle-"));
afterAll(() => rmSync(home, { recursive: true }));

/** A second checkout, as far as the bundler is concerned. */
function checkout(name: string): string {
  const directory = join(home, name);
  mkdirSync(directory);
  cpSync(join(root, "functions"), join(directory, "functions"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  cpSync(join(root, "package.json"), join(directory, "package.json"));
  return directory;
}

const zipIn = (directory: string) => readFileSync(bundleFunction(directory));

test("two checkouts give the same bytes, one of them in a path with a space, on another day", () => {
  const first = zipIn(checkout("one"));
  jest.useFakeTimers({ now: new Date("2031-05-05T12:00:00Z") });
  const second = zipIn(checkout("an other one"));
  jest.useRealTimers();
  expect(second.equals(first)).toBe(true);
});

test("another time zone gives the same bytes", () => {
  const directory = checkout("zone");
  const zone = process.env["TZ"];
  process.env["TZ"] = "Asia/Tokyo";
  const there = zipIn(directory);
  process.env["TZ"] = "America/Lima";
  const here = zipIn(directory);
  process.env["TZ"] = zone;
  expect(there.equals(here)).toBe(true);
});

test("the zip holds one readable module, under 300 kB, that names no path", () => {
  const zip = zipIn(checkout("content"));
  const files = unzipSync(zip);
  expect(Object.keys(files)).toEqual(["index.mjs"]);
  expect(zip.length).toBeLessThan(300_000);
  const text = Buffer.from(files["index.mjs"] as Uint8Array).toString();
  expect(text.includes(home) || text.includes(root)).toBe(false);
});

test("the only credentials that the bundle knows are the environment's", () => {
  const text = Buffer.from(zipIn(checkout("credentials"))).toString();
  expect(text.includes("AWS_ACCESS_KEY_ID")).toBe(true);
  const others = ["sso_start_url", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS"];
  expect(others.filter((other) => text.includes(other))).toEqual([]);
});

test("source that does not build is an error, and leaves no zip behind", () => {
  const directory = checkout("broken");
  rmSync(join(directory, "functions/json.ts"));
  expect(() => bundleFunction(directory)).toThrow(/Could not resolve "\.\/json"/);
  expect(() => readFileSync(join(directory, "dist/function.zip"))).toThrow(/ENOENT/);
});
