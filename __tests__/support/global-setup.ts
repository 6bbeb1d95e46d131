/** Before all tests: compiles what runs in a thread or a process of its own, and makes a directory for what they write. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Config } from "jest";
import { buildShipped } from "./build-shipped";

// biome-ignore lint/style/noDefaultExport: Jest takes a global setup only as the default export
export default function setUp(_: unknown, { globals }: Pick<Config, "globals">): void {
  const directory = mkdtempSync(join(tmpdir(), "tests-"));
  // CDKTF makes a directory for each app and never removes it. Windows reads the last two.
  for (const name of ["TESTS_DIRECTORY", "TMPDIR", "TEMP", "TMP"]) process.env[name] = directory;
  buildSync({
    entryPoints: [
      "local/function/worker.ts",
      "local/engine/engine-thread.ts",
      "__tests__/support/functions/container.ts",
      "__tests__/support/local/engine-process.ts",
      "deploy/terraform.ts",
      "deploy/cdktf.ts",
    ],
    bundle: true,
    platform: "node",
    packages: "external",
    outbase: ".",
    outdir: "dist/tests",
  });
  if (globals?.["shipped"]) buildShipped();
}
