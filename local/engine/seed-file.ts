/** Reads a file of items, or of requests, without reading its numbers: the API gets their digits as they are written. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { physicalNameOf } from "./tables";

/** One item of a table, or one request of the API. */
export interface SeedEntry {
  /** For messages, such as `Orders[17]`. */
  readonly place: string;
  /** JSON. */
  readonly text: string;
  /** The logical name; absent for a request. */
  readonly table?: string;
}

export interface Seed {
  /** The file's name. */
  readonly name: string;
  readonly entries: readonly SeedEntry[];
}

/**
 * @param path of a file with `{"TABLE": [ITEM, …], …}`, or with a list of requests as the API takes them
 * @param tableNames physical names by logical ones
 * @throws Error that says what is wrong in the file
 */
export function readSeed(path: string, tableNames: Readonly<Record<string, string>>): Seed {
  const name = basename(path);
  const text = readText(path, name);
  const value = parse(text, name);
  if (Array.isArray(value)) return { name, entries: entriesOf(text, name) };
  const entries = partsOf(text).flatMap((part) => {
    const [whole, key = ""] = /^\s*("(?:[^"\\]|\\.)*")\s*:/s.exec(part) as RegExpExecArray;
    const table: string = JSON.parse(key);
    physicalNameOf(table, tableNames, name);
    if (!Array.isArray(value[table])) throw new Error(`${name}: ${table} is no list of items.`);
    return entriesOf(part.slice(whole.length), table).map((entry) => ({ ...entry, table }));
  });
  return { name, entries };
}

function readText(path: string, name: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }); // which drops a byte order mark
    return text.decode(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Error(`--seed ${path}: there is no such file.`);
    throw new Error(`${name} cannot be read: ${message}.`);
  }
}

function parse(text: string, name: string): unknown[] | Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    throw new Error(`${name} is no JSON: ${(error as Error).message}.`);
  }
  throw new Error(`${name} has neither {"TABLE": [ITEM, …]} nor a list of requests.`);
}

const entriesOf = (list: string, name: string): SeedEntry[] =>
  partsOf(list).map((text, i) => ({ place: `${name}[${i}]`, text }));

/** The texts between the outermost brackets and their commas. The JSON must be valid. */
function partsOf(json: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},]/gs)) {
    const opens = token === "[" || token === "{";
    const closes = token === "]" || token === "}";
    const separates = depth === 1 && token === ",";
    if (separates || (depth === 1 && closes)) parts.push(json.slice(start, index));
    if (separates || (depth === 0 && opens)) start = index + 1;
    depth += Number(opens) - Number(closes);
  }
  return parts.filter((part) => part.trim() !== "");
}
