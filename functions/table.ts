/** Types of tables, as the function's environment describes them, and of their items. */

/** One attribute of a table's primary key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

export interface Table {
  /** The logical name, which clients use. */
  readonly name: string;
  readonly physicalName: string;
  /** The hash key, and the sort key if there is one. */
  readonly keys: readonly KeyAttribute[];
  /** Names of the secondary indexes. @default none */
  readonly indexes?: readonly string[];
  /** Attribute with an item's version, from which its entity tag is made. @default items have no tags */
  readonly versionAttribute?: string;
}

/** Tables by their logical names. No other table can be used. */
export type Tables = ReadonlyMap<string, Table>;

/** Attributes in JSON, with `$set`, `$binary` and `$map`. */
export type Item = Readonly<Record<string, unknown>>;

/** Attributes for the SDK's document client: sets, bytes, and maps as `Map`s. */
export type Attributes = Readonly<Record<string, unknown>>;
