/** The handlers that are compared, built into `dist/bench/contenders`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { unzipSync } from "fflate";
import { bundleFunction } from "../infra/function/bundle";

export interface Contender {
  readonly name: string;
  /** Path of the module. */
  readonly module: string;
  readonly isProject?: true;
  /** Is compared in warm requests only. */
  readonly isFloor?: true;
}

const directory = "dist/bench/contenders";

/** @param root the project's directory */
export function buildContenders(root: string): Contender[] {
  const at = (file: string) => join(root, directory, file);
  mkdirSync(join(root, directory), { recursive: true });
  const zip = unzipSync(readFileSync(bundleFunction(root)));
  writeFileSync(at("project.mjs"), zip["index.mjs"] as Uint8Array);
  const compile = (name: string, file: string, options: object) =>
    buildSync({
      absWorkingDir: root,
      entryPoints: [`bench/handlers/${name}.ts`],
      outfile: at(file),
      platform: "node",
      logLevel: "error",
      ...options,
    });
  for (const name of ["guide", "aws-lite", "bare"]) compile(name, `${name}.mjs`, { format: "esm" });
  compile("guide", "guide.cjs", { bundle: true });
  return [
    { name: "this project", module: at("project.mjs"), isProject: true },
    { name: "the guide's handler, as written", module: at("guide.mjs") },
    { name: "the guide's handler, esbuild's default bundle", module: at("guide.cjs") },
    { name: "the guide's handler on aws-lite", module: at("aws-lite.mjs") },
    { name: "the SDK's call alone", module: at("bare.mjs"), isFloor: true },
  ];
}
