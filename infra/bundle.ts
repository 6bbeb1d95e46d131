/** The code that Lambda gets: one minified ES module in a zip whose bytes depend on the source alone. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";

/** Lambda's runtime, and the language level that the bundle is made for. */
export const runtime = "nodejs22.x";

/** File and export, as Lambda's `handler` wants it. */
export const handlerName = "index.handler";

/**
 * Bundles `functions/` and writes `dist/function.zip`.
 * @param root the project's directory; its path leaves no trace in the zip
 * @returns the zip's path
 * @throws Error with esbuild's own report when the source does not build
 */
export function bundleFunction(root: string): string {
  const path = join(root, "dist/function.zip");
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, zip(bundle(root)));
  renameSync(unfinished, path); // never half a zip, also when two synths run at once
  return path;
}

function bundle(root: string): Uint8Array {
  const result = buildSync({
    absWorkingDir: root,
    entryPoints: ["functions/index.ts"],
    outfile: "index.mjs",
    write: false,
    bundle: true,
    minify: true,
    platform: "node",
    target: runtime.replace(/^nodejs(\d+)\.x$/, "node$1"),
    format: "esm",
    mainFields: ["module", "main"], // the SDK's ES modules: half the size of its CommonJS
    legalComments: "none",
    logLevel: "silent", // the error that is thrown says it all
    alias: { "@aws-sdk/credential-provider-node": "./functions/credentials.ts" },
    // The SDK would log a line about Node's age on every cold start.
    define: { "process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": '"true"' },
  });
  return (result.outputFiles[0] as { contents: Uint8Array }).contents;
}

/** Stored, not compressed: compressors change their output from version to version. */
function zip(module: Uint8Array): Uint8Array {
  const unix = 3;
  const readable = 0o100644 << 16;
  const mtime = new Date(1980, 0, 1); // local time, as zip has it, so the same bytes in every zone
  return zipSync({ "index.mjs": [module, { level: 0, os: unix, attrs: readable, mtime }] });
}
