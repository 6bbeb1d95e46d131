/** The zip for Lambda: the same bytes on every machine, what is in it, and the files beside it. */
import {
  appendFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { unzipSync } from "fflate";
import { bundle, bundleFunction } from "../../../infra/function/bundle";
import { variant } from "../../support/infra/variants";
import { entriesOf } from "../../support/infra/zip";

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

/** The process's own environment: the one that Jest gives to tests is a copy, which moves no clock. */
const { env } = runInThisContext("process") as NodeJS.Process;

function inZone<T>(zone: string, run: () => T): T {
  const before = env["TZ"];
  env["TZ"] = zone;
  try {
    return run();
  } finally {
    if (before === undefined) delete env["TZ"];
    else env["TZ"] = before;
  }
}

const usual = checkout("usual");
const zip = zipIn(usual);
const text = Buffer.from(unzipSync(zip)["index.mjs"] as Uint8Array).toString();

test("another path, with a space, and another day give the same bytes: nothing to deploy", () => {
  jest.useFakeTimers({ now: new Date("2031-05-05T12:00:00Z") });
  const other = zipIn(checkout("an other one"));
  jest.useRealTimers();
  expect(other.equals(zip)).toBe(true);
});

test("another time zone gives the same bytes: nothing to deploy", () => {
  const there = inZone("Asia/Tokyo", () => [new Date(0).getHours(), zipIn(usual).equals(zip)]);
  const here = inZone("America/Lima", () => [new Date(0).getHours(), zipIn(usual).equals(zip)]);
  expect([there, here]).toStrictEqual([
    [9, true],
    [19, true],
  ]);
});

test("Lambda's own user can read the module that Lambda unpacks", () => {
  const [entry, ...more] = entriesOf(zip);
  expect(more).toStrictEqual([]);
  expect(entry).toMatchObject({ name: "index.mjs", hostSystem: 3, method: 0 });
  expect(entry?.mode.toString(8)).toBe("100644");
  expect(entry?.content.toString()).toBe(text);
});

test("the function that Lambda is told to run is in the zip, under that name", () => {
  const [file, name] = String(variant("default").one("aws_lambda_function")["handler"]).split(".");
  expect(entriesOf(zip).map((entry) => entry.name)).toStrictEqual([`${file}.mjs`]);
  expect(text).toMatch(new RegExp(`export\\s?\\{[^}]*\\b${name}\\b[^}]*\\}`));
});

/** Bytes. What makes the zip larger makes each cold start longer, and has to be worth it. */
const budget = 190_000;

/** What grows with the operations: the rows, and the schemas that they are made of. */
const ofRows = /functions\/operations\.ts$|node_modules\/zod\//;

test("the zip is within its budget, without what grows with the operations", () => {
  const inputs = Object.entries(bundle(root).inputs)
    .filter(([file]) => !ofRows.test(file))
    .sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
  const size = inputs.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const largest = inputs
    .slice(0, 10)
    .map(([file, { bytesInOutput }]) => `${bytesInOutput} ${file}`);
  const told = [`${size} bytes, of them:`, ...largest].join("\n");
  expect(size > budget ? told : "").toBe("");
});

test("the module names no path of this machine", () => {
  expect(text.includes(home) || text.includes(root)).toBe(false);
});

test("Node loads no WebSocket client for the function", () => {
  expect(text).not.toMatch(/(from|import) ?\(?"node:http"/);
});

test("a part of the SDK that was left out is an error for whoever uses it", () => {
  const leftOut = require("../../../functions/sdk/left-out.cjs");
  expect(() => leftOut.loadConfig).toThrow(
    'The bundle has no "loadConfig" of the SDK: see infra/function/bundle.ts.',
  );
});

test("a cold start does not log the SDK's advice about Node's age", () => {
  expect(text).not.toContain("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED");
});

test("the bundle reads credentials and settings from the environment only", () => {
  expect(text.includes("AWS_ACCESS_KEY_ID")).toBe(true);
  const others = [
    "sso_start_url",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS",
    "node:fs",
  ];
  expect(others.filter((other) => text.includes(other))).toStrictEqual([]);
});

test("a reader of the zip during a new build gets the whole old zip", () => {
  const reader = join(home, "reader.zip");
  linkSync(bundleFunction(usual), reader);
  appendFileSync(join(usual, "functions/index.ts"), "\nexport const another = 1;\n");
  expect(zipIn(usual).equals(zip)).toBe(false);
  expect(readFileSync(reader).equals(zip)).toBe(true);
  expect(readdirSync(join(usual, "dist"))).toStrictEqual([
    "function.zip",
    "maps",
    "third-party-notices.txt",
  ]);
});

test("the source maps of the last 20 builds are kept, and older ones are deleted", () => {
  const maps = join(usual, "dist/maps");
  const names = Array.from({ length: 25 }, (_, i) => `old-${i}.map`);
  for (const [i, name] of names.entries()) {
    writeFileSync(join(maps, name), "");
    utimesSync(join(maps, name), 1000 + i, 1000 + i);
  }
  const before = readdirSync(maps).filter((name) => !names.includes(name));
  appendFileSync(join(usual, "functions/index.ts"), "\nexport const yetAnother = 1;\n");
  bundleFunction(usual);
  const after = readdirSync(maps);
  expect(after).toHaveLength(20);
  expect(after).toStrictEqual(expect.arrayContaining([...before, ...names.slice(-10)]));
});

test("source that does not build is an error, and leaves no zip behind", () => {
  const directory = checkout("broken");
  appendFileSync(join(directory, "functions/index.ts"), "}");
  expect(() => bundleFunction(directory)).toThrow(/functions\/index\.ts:\d+:\d+: .*Unexpected "}"/);
  expect(() => readFileSync(join(directory, "dist/function.zip"))).toThrow(/ENOENT/);
});
