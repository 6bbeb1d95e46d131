/** Unpacks a function's zip into a module that a process can load, with its source map if there is one. */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import type { LambdaFunction } from "../service/service";

export interface Code {
  /** URL of the module. */
  readonly module: string;
  readonly remove: () => void;
}

/** @returns the path of a new directory for the code of a function */
export const createDirectory = () => mkdtempSync(join(tmpdir(), "dynamodb-operations-"));

/**
 * @param root the project's directory; an error's stack names source files below it
 * @param given where the module will be. @default a new directory
 * @throws Error when the zip has no module of the handler's name
 */
export function unpackCode(
  { code, handler, name }: LambdaFunction,
  root: string,
  given?: string,
): Code {
  const file = `${handler.split(".")[0]}.mjs`;
  const zip = readFileSync(code);
  const content = unzipSync(zip)[file];
  if (content === undefined) throw new Error(`The zip of ${name} has no ${file}.`);
  const directory = given ?? createDirectory();
  const path = join(directory, file);
  writeFileSync(path, content);
  const map = findMap(zip, root);
  if (map) {
    const sourceRoot = pathToFileURL(`${root}/`).href;
    writeFileSync(`${path}.map`, JSON.stringify({ ...JSON.parse(map), sourceRoot }));
    writeFileSync(path, `\n//# sourceMappingURL=${file}.map`, { flag: "a" });
  }
  return {
    module: pathToFileURL(path).href,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Synth names the map after the zip's checksum, which Lambda calls `CodeSha256`. */
function findMap(zip: Uint8Array, root: string): string | undefined {
  const sha256 = createHash("sha256").update(zip).digest("base64url");
  const path = join(root, "dist/maps", `${sha256}.map`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
