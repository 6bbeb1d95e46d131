/**
 * Compiles a TypeScript program of this project and runs it in this process. It is plain JavaScript, since it runs
 * before anything is compiled. The npm scripts and cdktf.json use it, so that they work in any shell.
 *
 *   node launch.mjs PROGRAM.ts [PART.ts …] [-- ARGUMENT …]
 *
 * A part is a file that the program starts as a thread or a process.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

const root = import.meta.dirname;
const words = process.argv.slice(2);
const end = words.includes("--") ? words.indexOf("--") : words.length;
const programs = words.slice(0, end);

// Hides warnings that the user cannot act on: a dependency's deprecated calls, and the SDK's about Node (synth warns).
process.noDeprecation = true;
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

// The cdktf CLI is 10 MB of JavaScript; from Node 22.1 on, V8 can keep what it has compiled.
process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules/.cache/v8");
Module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

// Otherwise esbuild keeps a process and a thread for later builds while the program runs.
process.env.ESBUILD_WORKER_THREADS = "0";
const { buildSync } = await import("esbuild");

compile();
const program = join(root, "dist", programs[0].replace(/\.ts$/, ".js"));
process.argv = [process.argv[0], program, ...words.slice(end + 1)];
createRequire(import.meta.url)(program);

function compile() {
  const outputs = { outbase: ".", outdir: "dist", write: false };
  const format = { bundle: true, platform: "node", packages: "external" };
  const inputs = { absWorkingDir: root, entryPoints: programs };
  try {
    const { outputFiles } = buildSync({ ...inputs, ...format, ...outputs, logLevel: "warning" });
    for (const { path, contents } of outputFiles) replace(path, contents);
  } catch ({ errors, message }) {
    if (errors === undefined) console.error(`Cannot write what was compiled: ${message}`); // else esbuild has said why
    process.exit(1);
  }
}

/** Another command may start a thread from the same file meanwhile, and half a file runs as an empty program. */
function replace(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, contents, { mode: 0o755 }); // the CLI of a running deploy executes one of them
  renameSync(unfinished, path);
}
