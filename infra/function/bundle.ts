/** The code that Lambda gets: one minified ES module in a zip whose bytes depend on the source alone. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { buildSync, type OutputFile } from "esbuild";
import { zipSync } from "fflate";

/** The oldest Node that runs the bundle: here, since on Lambda it is a newer one. */
const target = "node20.19";

/** File and export, as Lambda's `handler` wants it. */
export const handlerName = "index.handler";

/** Source maps of so many builds are kept; an older one comes back by a synth of the same commit. */
const keptMaps = 20;

/** What Lambda calls `CodeSha256`. */
export const codeSha256 = (zip: Uint8Array) => createHash("sha256").update(zip).digest();

/**
 * Bundles `functions/` and writes `dist/function.zip`, and its source map as `dist/maps/<CodeSha256, as base64url>.map`.
 * @param root the project's directory; its path leaves no trace in the zip
 * @returns the zip's path
 * @throws Error with esbuild's own report when the source does not build
 */
export function bundleFunction(root: string): string {
  const { module, map } = bundle(root);
  const content = zip(module);
  const path = join(root, "dist/function.zip");
  write(path, content);
  writeMap(join(root, "dist/maps"), `${codeSha256(content).toString("base64url")}.map`, map);
  return path;
}

/** Never half a file, also when two synths run at once. */
function write(path: string, content: Uint8Array | string): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

function bundle(root: string) {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: ["functions/index.ts"],
    outfile: "index.mjs",
    write: false,
    bundle: true,
    minify: true,
    sourcemap: "external", // beside the module, which does not name it
    platform: "node",
    target,
    format: "esm",
    mainFields: ["module", "main"], // the SDK's ES modules: half the size of its CommonJS
    legalComments: "none",
    logLevel: "silent", // the error that is thrown says it all
    alias: { "@aws-sdk/credential-provider-node": "./functions/credentials.ts" },
    // The SDK would log a line about Node's age on every cold start.
    define: { "process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": '"true"' },
  });
  const [map, module] = outputFiles as [OutputFile, OutputFile]; // esbuild lists the map first
  return { map: map.text, module: module.contents };
}

/** Stored, not compressed: compressors change their output from version to version. */
function zip(module: Uint8Array): Uint8Array {
  const unix = 3;
  const readable = 0o100644 << 16;
  const mtime = new Date(1980, 0, 1); // local time, as zip has it, so the same bytes in every zone
  return zipSync({ "index.mjs": [module, { level: 0, os: unix, attrs: readable, mtime }] });
}

function writeMap(directory: string, name: string, map: string): void {
  if (existsSync(join(directory, name))) return;
  write(join(directory, name), withoutForeignSources(map));
  const time = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const files = readdirSync(directory).map((file) => join(directory, file));
  const oldest = files.sort((a, b) => time(b) - time(a)).slice(keptMaps);
  for (const file of oldest) rmSync(file, { force: true }); // or another synth has done so
}

/** The packages' own text is in node_modules and would make the map four times as large. */
function withoutForeignSources(map: string): string {
  const { sources, sourcesContent, ...rest } = JSON.parse(map) as SourceMap;
  const ours = sourcesContent.map((text, i) =>
    sources[i]?.startsWith("functions/") ? text : null,
  );
  return JSON.stringify({ ...rest, sources, sourcesContent: ours });
}

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
}
