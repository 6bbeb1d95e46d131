/** The module in a function's zip, put where a thread can load it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unzipSync } from "fflate";
import type { LambdaFunction } from "./service";

export interface Code {
  /** URL of the module. */
  readonly module: string;
  readonly remove: () => void;
}

/** @throws Error when the zip has no module of the handler's name */
export function unpackCode({ code, handler, name }: LambdaFunction): Code {
  const file = `${handler.split(".")[0]}.mjs`;
  const content = unzipSync(readFileSync(code))[file];
  if (content === undefined) throw new Error(`The zip of ${name} has no ${file}.`);
  const directory = mkdtempSync(join(tmpdir(), "dynamodb-operations-"));
  const path = join(directory, file);
  writeFileSync(path, content);
  return {
    module: pathToFileURL(path).href,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
