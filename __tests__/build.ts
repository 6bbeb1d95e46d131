/** Before all tests: compiles the threads of local mode, which cannot be transformed on the way. */
import { buildSync } from "esbuild";

// biome-ignore lint/style/noDefaultExport: Jest takes a global setup only as the default export
export default function build(): void {
  buildSync({
    entryPoints: ["local/worker.ts", "local/engine-thread.ts"],
    bundle: true,
    platform: "node",
    packages: "external",
    outdir: "dist/tests",
  });
}
