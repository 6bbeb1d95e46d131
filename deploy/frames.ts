/** `npm run frames`: prints the deployed source line of each stack frame in the function's log. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const usage = `Usage: npm run -s frames < LOG
  LOG   lines of the function's log, with frames such as index.mjs:1:2345`;

/** A place in the bundle. */
const frame = /\bindex\.mjs:(\d+):(\d+)/g;

/** In the same line of the log: the zip's checksum. */
const code = /"codeSha256": *"([^"]+)"/;

const noFrame =
  "The input has no frame such as index.mjs:1:2345. The lines of npm start name the source already.";

const ofNewest =
  'Without "codeSha256" in the line of a frame, these are lines of the code that was built last in this checkout:';

/** @returns the exit code */
async function main(given: readonly string[]): Promise<number> {
  if (given.length > 0 || process.stdin.isTTY) {
    console.error(usage);
    return 2;
  }
  const lines = (await text(process.stdin)).split("\n").filter((line) => line.match(frame));
  if (lines.length === 0) {
    console.error(noFrame);
    return 1;
  }
  if (!lines.every((line) => code.test(line))) console.error(ofNewest);
  for (const line of lines) {
    const map = readMap(code.exec(line)?.[1] ?? builtCode());
    for (const [, row, column] of line.matchAll(frame)) {
      console.log(describe(map, map.findOrigin(Number(row), Number(column))));
    }
  }
  return 0;
}

function builtCode(): string {
  const zip = "dist/function.zip";
  if (!existsSync(zip))
    throw new Error('There is no build in this checkout: run "npm run synth" first.');
  return createHash("sha256").update(readFileSync(zip)).digest("base64");
}

function readMap(sha256: string): SourceMap {
  const path = join("dist/maps", `${Buffer.from(sha256, "base64").toString("base64url")}.map`);
  if (existsSync(path)) return new SourceMap(JSON.parse(readFileSync(path, "utf8")));
  throw new Error(
    `There is no source map for the code ${sha256} in this checkout. Check out the commit that was deployed and run "npm run synth", which writes it.`,
  );
}

/** File, line and column, and for files of functions/ also the text of the line. */
function describe({ payload }: SourceMap, origin: ReturnType<SourceMap["findOrigin"]>): string {
  if (!("fileName" in origin)) return "(no source)";
  const { fileName, lineNumber, columnNumber } = origin;
  const source = payload.sourcesContent[payload.sources.indexOf(fileName)] ?? "";
  const line = source.split("\n")[lineNumber - 1] ?? "";
  return `${fileName}:${lineNumber}:${columnNumber}  ${line.trim()}`.trimEnd();
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
