/** What a table and its items are, and the text of tables in the function's environment. */

/** One attribute of the key of a table or an index. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

/** A secondary index. Every attribute can be read from it. */
export interface Index {
  readonly name: string;
  /** The hash key, and the sort key if there is one. */
  readonly keys: readonly KeyAttribute[];
  /** A local index has the table's hash key, and can be read consistently. */
  readonly isLocal: boolean;
}

export interface Table {
  /** The logical name, which clients use. */
  readonly name: string;
  readonly physicalName: string;
  /** The hash key, and the sort key if there is one. */
  readonly keys: readonly KeyAttribute[];
  /** @default none */
  readonly indexes?: readonly Index[];
  /** Attribute with an item's version, from which its entity tag is made. @default items have no tags */
  readonly versionAttribute?: string;
  /** Names of the operations that may run on it. @default all */
  readonly operations?: readonly string[];
}

/** Tables by their logical names. No other table can be used. */
export type Tables = ReadonlyMap<string, Table>;

/** Attributes in JSON, with `$set`, `$binary` and `$map`. */
export type Item = Readonly<Record<string, unknown>>;

/** Attributes for the SDK's document client: sets, bytes, and maps as `Map`s. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The name of an attribute that every item has. */
export const hashKeyName = ({ keys }: Table) => keys[0]?.name as string;

/** The tables as text for the function's environment. Lists are written short there, since Lambda allows 4 KB. */
export const writeTables = (tables: readonly Table[]): string =>
  JSON.stringify(tables, (member, value) => {
    if (member === "operations") return value.join(" ");
    return member === "indexes" ? value.map(pack) : value;
  });

/** The tables that `writeTables` wrote. */
export const readTables = (text: string): Table[] =>
  JSON.parse(text, (member, value) => {
    if (member === "operations") return value.split(" ");
    return member === "indexes" ? value.map(unpack) : value;
  });

const pack = ({ name, isLocal, keys }: Index): string[] => [
  name,
  isLocal ? "local" : "global",
  ...keys.map((key) => `${key.type}:${key.name}`),
];

const unpack = ([name, kind, ...keys]: [string, string, ...string[]]): Index => ({
  name,
  isLocal: kind === "local",
  keys: keys.map((key) => ({ name: key.slice(2), type: key[0] as KeyAttribute["type"] })),
});
