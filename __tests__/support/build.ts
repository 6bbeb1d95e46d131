/** Before all tests: compiles what runs in a thread or a process of its own. */
import { buildSync } from "esbuild";
import type { Config } from "jest";
import { buildShipped } from "./build-shipped";

// biome-ignore lint/style/noDefaultExport: Jest takes a global setup only as the default export
export default function build(_: unknown, { globals }: Pick<Config, "globals">): void {
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
