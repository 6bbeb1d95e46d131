/** Items of the program's own: no other item is written or deleted. */
import { createHash } from "node:crypto";
import type { Json, JsonObject, KeyAttribute, Schema, Table } from "./document";
import { type Session, Stop } from "./session";
import { attributes } from "./values";

export interface Items {
  readonly table: Table;
  readonly schema: Schema;
  /** The key of the item with that number. All are in one partition if the table has a sort key. */
  readonly key: (n: number) => JsonObject;
  /** It has the attributes of every index, with values that no other program uses. */
  readonly item: (n: number) => JsonObject;
  /** The path of an item, or of what is above it; `last` replaces the last parameter. */
  readonly fill: (template: string, n: number, last?: string) => string;
  /**
   * Takes the first `count` items, which then can be written.
   * @returns whether that is allowed: if items cannot be read and deleted by their paths, none is written
   * @throws Stop if one of them exists
   */
  readonly claim: (count: number) => Promise<boolean>;
  /** Deletes what was claimed. @returns the paths that it could not delete */
  readonly remove: () => Promise<readonly string[]>;
}

export function createItems(table: Table, { send }: Session, seed: number): Items {
  const { key, item, fill } = createKeys(table, seed);
  const ofItem = table.routes.filter(({ path }) => countParameters(path) === table.keys.length);
  const canWrite = ["GET", "DELETE"].every((one) => ofItem.some(({ method }) => method === one));
  const at = (method: string, n: number) => ({ method, path: fill(ofItem[0]?.path ?? "", n) });
  const claimed: number[] = [];
  const claim = async (most: number) => {
    for (let n = claimed.length; canWrite && n < most; n++) {
      const { status } = await send(at("GET", n));
      if (status !== 404)
        throw new Stop(
          `${table.name} has an item of the key ${JSON.stringify(key(n))}, or does not say: ${status}. It was not changed.`,
        );
      claimed.push(n);
    }
    return canWrite;
  };
  const remove = async () => {
    const left: string[] = [];
    for (const one of claimed.map((n) => at("DELETE", n))) {
      const { status } = await send(one).catch(() => ({ status: 0 }));
      if (status !== 204 && status !== 404) left.push(one.path);
    }
    return left;
  };
  return { table, schema: itemSchema(table), key, item, fill, claim, remove };
}

function createKeys(table: Table, seed: number): Pick<Items, "key" | "item" | "fill"> {
  const hash = createHash("sha256").update(`${seed} ${table.name}`).digest("hex");
  const number = Number.parseInt(hash.slice(0, 10), 16); // of 13 digits at most
  const value = ({ type }: KeyAttribute, n: number): Json => {
    const text = `conformance ${number}/é ${n}`;
    if (type === "N") return number * 1000 + n;
    return type === "S" ? text : { $binary: Buffer.from(text).toString("base64") };
  };
  const last = table.keys.at(-1);
  const keys = (n: number) => table.keys.map((one) => value(one, one === last ? n : 0));
  const key = (n: number) =>
    Object.fromEntries(keys(n).map((one, i) => [table.keys[i]?.name, one]));
  const ofIndexes = table.indexes
    .flatMap((one) => one.keys)
    .map((one) => [one.name, value(one, 0)]);
  return {
    key,
    item: (n) => ({ ...attributes, ...Object.fromEntries(ofIndexes), ...key(n) }),
    fill(template, n, instead) {
      const segments = keys(n).slice(0, countParameters(template)).map(writeSegment);
      if (instead !== undefined) segments.splice(-1, 1, instead);
      return template.replaceAll(/\{[^}]*\}/g, () => segments.shift() as string);
    },
  };
}

/** The parameters of a path: `{…}`. */
export const countParameters = (path: string) => path.split("{").length - 1;

/** A string or number as it is, a binary as base64url. */
export function writeSegment(value: Json): string {
  if (typeof value !== "object") return encodeURIComponent(String(value));
  return Buffer.from(String((value as JsonObject)["$binary"]), "base64").toString("base64url");
}

const keySchemas: Readonly<Record<KeyAttribute["type"], Schema>> = {
  S: { type: "string", minLength: 1 },
  N: { type: "number" },
  B: { type: "object" },
};

function itemSchema({ keys, indexes, versionAttribute }: Table): Schema {
  const all = [...keys, ...indexes.flatMap((index) => index.keys)];
  const properties = all.map(({ name, type }) => [name, keySchemas[type]] as const);
  const version = versionAttribute ? { [versionAttribute]: { type: "integer" } } : {};
  const required = keys.map(({ name }) => name);
  return { properties: { ...Object.fromEntries(properties), ...version }, required };
}
