/** What a person sees of a synth, besides the Terraform: the warnings, and why it stopped. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyProject } from "../support/copy-project";

const home = mkdtempSync(join(tmpdir(), "an app "));
afterAll(() => rmSync(home, { recursive: true }));

/** @param date that the program takes for today */
function synth(settings: string, environment: Record<string, string> = {}, date = "2026-11-25") {
  copyProject(home, settings);
  const today = `const D = Date; globalThis.Date = class extends D {
    constructor(...given) { super(...(given.length ? given : ["${date}"])); } };`;
  writeFileSync(join(home, "today.cjs"), today);
  const args = ["--require", join(home, "today.cjs"), "launch.mjs", "main.ts"];
  const env = { ...process.env, CDKTF_OUTDIR: join(home, "cdktf.out"), ...environment };
  return spawnSync(process.execPath, args, { cwd: home, env, encoding: "utf8" });
}

const manifest = () => readFileSync(join(home, "cdktf.out/manifest.json"), "utf8");

test("a runtime that ends within half a year is a warning of the synth", () => {
  const { status, stderr } = synth("{}", { LAMBDA_RUNTIME: "nodejs22.x" }, "2027-03-01");
  expect([status, stderr]).toStrictEqual([0, ""]);
  expect(manifest()).toContain("nodejs22.x ends on 2027-04-30");
});

test("a runtime that is supported for years is no warning", () => {
  expect(synth("{}", { LAMBDA_RUNTIME: "" }, "2027-03-01").status).toBe(0);
  expect(manifest()).not.toContain("nodejs24.x ends");
});

test("a fault of the code ends with status 1 and its frames", () => {
  const { status, stderr } = synth("{ get service() { return Object(undefined).no.name; } }");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^TypeError: Cannot read .*\n {4}at get service .*main\.js:\d+/);
});

test.each([
  [
    '{ region: "x" }',
    { AWS_REGION: "" },
    /^The settings are not valid:\n {2}region: must be an AWS region/,
  ],
  [
    '{ environment: "dev" }',
    { ENVIRONMENT: "prod" },
    /environment is "dev" in main\.ts.*ENVIRONMENT=prod/,
  ],
])(
  "%s in main.ts with %j ends with status 1 and the reason alone",
  (settings, variables, reason) => {
    const { status, stderr } = synth(settings, variables);
    expect(status).toBe(1);
    expect(stderr).toMatch(reason);
    expect(stderr).not.toContain("    at ");
  },
);
