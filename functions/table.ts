/** The tables that the function serves, as its environment describes them. */

/** One attribute of a table's primary key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

export interface Table {
  /** The logical name, which clients say. */
  readonly name: string;
  readonly physicalName: string;
  /** The hash key, and the sort key if there is one. */
  readonly keys: readonly KeyAttribute[];
  /** Names of the secondary indexes. @default none */
  readonly indexes?: readonly string[];
}

/** Tables by their logical names. It is also the list of those that may be called. */
export type Tables = ReadonlyMap<string, Table>;

/** Attributes as JSON has them, with `$set`, `$binary` and `$map`. */
export type Item = Readonly<Record<string, unknown>>;

/** Attributes as the SDK's document client takes them: sets, bytes, and maps as `Map`s. */
export type Attributes = Readonly<Record<string, unknown>>;
