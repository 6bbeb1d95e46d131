/** The linter's own rules of this project, as who may import whom: in a copy with violations, it finds each. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const violations: Readonly<Record<string, string>> = {
  "functions/planted.ts": 'import "../infra/stack";',
  "functions/planted-package.ts": 'import "cdktf";',
  "functions/rest/planted.ts": 'import "../../local/serve";',
  "infra/planted.ts": 'import "../functions/handler";',
  "infra/planted-index.ts": 'import "@cdktf/provider-aws";',
  "infra/api/planted.ts": 'import "../../functions/execute";',
  "infra/settings/planted.ts": 'import "../../local/serve";',
  "local/planted.ts": 'import "../infra/stack";',
  "local/gateway/planted.ts": 'import "../../functions/operations";',
  "local/gateway/planted-package.ts": 'import "constructs";',
  "deploy/planted.ts": 'import "../functions/operations";',
  "conformance/planted.ts": 'import "../functions/operations";',
  "conformance/planted-schemas.ts": 'import "../infra/openapi/schemas";',
  "bench/planted.ts": 'import "../functions/handler";',
  "main.ts": 'import "./functions/handler";',
  "functions/planted-cycle.ts": 'import type { B } from "./planted-cycle-too";\nexport type A = B;',
  "functions/planted-cycle-too.ts": 'import type { A } from "./planted-cycle";\nexport type B = A;',
  "local/planted-promise.ts": "async function work() {}\nwork();",
};

const copy = mkdtempSync(join(tmpdir(), "walls "));
afterAll(() => rmSync(copy, { recursive: true }));

let report: string;
beforeAll(() => {
  for (const part of ["biome.json", "package.json", "tsconfig.json", ".gitignore"]) {
    cpSync(part, join(copy, part));
  }
  for (const room of ["functions", "infra", "local", "deploy", "conformance", "bench"]) {
    cpSync(room, join(copy, room), { recursive: true });
  }
  for (const [file, text] of Object.entries(violations)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), `${text}\n`);
  }
  const biome = resolve("node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "lint", "--max-diagnostics=none", "--vcs-enabled=false"];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: "utf8" });
  report = stdout + stderr;
});

const rules: readonly (readonly [RegExp, string])[] = [
  [/cycle/, "noImportCycles"],
  [/promise/, "noFloatingPromises"],
  [/./, "noRestrictedImports"],
];

test.each(Object.entries(violations))("%s may not have %j", (file) => {
  const [, rule] = rules.find(([name]) => name.test(file)) as (typeof rules)[number];
  expect(report).toMatch(new RegExp(`^${file}:\\d+:\\d+ lint/\\w+/${rule}`, "m"));
});

test("the linter finds nothing else in the project", () => {
  const found = [
    ...report.matchAll(
      /^(\S+):\d+:\d+ lint\/\w+\/(noRestrictedImports|noImportCycles|noFloatingPromises)/gm,
    ),
  ];
  expect([...new Set(found.map(([, file]) => file))].sort()).toStrictEqual(
    Object.keys(violations).sort(),
  );
});
