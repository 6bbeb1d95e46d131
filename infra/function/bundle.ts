/** The code for Lambda: one minified ES module in a zip. The zip's bytes depend only on the source. */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type BuildOptions, buildSync, type Metafile, type OutputFile } from "esbuild";
import { zipSync } from "fflate";
import { describeLicences } from "./notices";

/** The oldest Node that runs the bundle, in local mode. Lambda's is newer. */
const target = "node20.19";

/** File and export, in the format of Lambda's `handler`. */
export const handlerName = "index.handler";

const leftOut = "./functions/sdk/left-out.cjs";
/** What the bundle has in place of a package, or of a part of one ([decision 20](../../docs/decisions/0020-a-client-of-parts.md)). */
const replaced = {
  "@smithy/core/config": leftOut, // reads configuration files; Lambda has an environment
  "@smithy/core/event-streams": leftOut, // DynamoDB has none
  "@aws-sdk/credential-provider-node": leftOut, // dead code, but its imports would keep other code
  "@aws-sdk/lib-dynamodb": "./functions/sdk/commands.mjs",
  "node:http": "./functions/sdk/http.mjs",
};

/** Lambda's runtime waits for it. `functions/` has no such `await`, since the tests load it as CommonJS. */
const entry = `
export * from "./functions/index";
import { warm } from "./functions/index";
await warm;`;

/** Number of builds whose source maps are kept. A synth of an older commit writes its map again. */
const keptMaps = 20;

/** Lambda calls it `CodeSha256`. */
export const codeSha256 = (zip: Uint8Array) => createHash("sha256").update(zip).digest();

/**
 * Bundles `functions/` into `dist/function.zip`, its source map into `dist/maps/<CodeSha256 as base64url>.map`, and
 * the licences of the packages in it into `dist/third-party-notices.txt`.
 * @param root the project's directory; its path does not appear in the zip
 * @returns the zip's path
 * @throws Error with esbuild's own report when the source does not build
 */
export function bundleFunction(root: string): string {
  const { module, map, licences } = bundle(root);
  const content = zip(module);
  const path = join(root, "dist/function.zip");
  write(path, content);
  write(join(root, "dist/third-party-notices.txt"), licences); // not in the zip, whose size counts at a cold start
  writeMap(join(root, "dist/maps"), `${codeSha256(content).toString("base64url")}.map`, map);
  return path;
}

/** Other processes never see a partial file, also when two synths run at once. */
function write(path: string, content: Uint8Array | string): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}

/** How `functions/` is built for Lambda. */
export const optionsIn = (root: string) =>
  ({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: "node",
    target,
    mainFields: ["module", "main"], // the SDK's ES modules: half the size of its CommonJS
    legalComments: "none",
    alias: { ...replaced, "document-commands": documentCommands(root) },
  }) as const satisfies BuildOptions;

/** A path, since esbuild replaces the package's name also in what follows it. */
function documentCommands(root: string): string {
  const main = createRequire(join(root, "package.json")).resolve("@aws-sdk/lib-dynamodb");
  return join(dirname(main), "../dist-es/commands/index.js");
}

/** @returns the module, its source map, its packages' licences, and the bytes of each file that is in it */
export function bundle(root: string) {
  const { outputFiles, metafile } = buildSync({
    ...optionsIn(root),
    stdin: { contents: entry, resolveDir: root, sourcefile: "entry.ts" },
    outfile: "index.mjs",
    format: "esm",
    write: false,
    metafile: true,
    sourcemap: "external", // the module has no comment that names it
    sourcesContent: false, // the packages' sources would make the map four times as large
    logLevel: "silent", // the thrown error has the report
  });
  const [map, module] = outputFiles as [OutputFile, OutputFile]; // esbuild lists the map first
  const { inputs } = metafile.outputs["index.mjs"] as Metafile["outputs"][string];
  const licences = describeLicences(metafile, root);
  return { map: withOwnSources(map.text, root), module: module.contents, licences, inputs };
}

/** Not compressed: another version of the compressor could give other bytes. */
function zip(module: Uint8Array): Uint8Array {
  const unix = 3;
  const readable = 0o100644 << 16;
  const mtime = new Date(1980, 0, 1); // zip has local time, so the bytes are the same in every zone
  return zipSync({ "index.mjs": [module, { level: 0, os: unix, attrs: readable, mtime }] });
}

function writeMap(directory: string, name: string, map: string): void {
  if (existsSync(join(directory, name))) return;
  write(join(directory, name), map);
  const time = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const files = readdirSync(directory).map((file) => join(directory, file));
  const oldest = files.sort((a, b) => time(b) - time(a)).slice(keptMaps);
  for (const file of oldest) rmSync(file, { force: true }); // another synth may have removed it
}

/** An older version's error can be read only with the text that it had. The packages' texts are in node_modules. */
function withOwnSources(map: string, root: string): string {
  const { sources, ...rest } = JSON.parse(map) as { readonly sources: readonly string[] };
  const sourcesContent = sources.map((source) =>
    source.startsWith("functions/") ? readFileSync(join(root, source), "utf8") : null,
  );
  return JSON.stringify({ ...rest, sources, sourcesContent });
}
