/** Settings of the tables: keys, indexes, expiry and cost limits. */
import * as z from "zod/mini";
import { tableOperations } from "../../functions/access";
import { answerOperations, pathOperations } from "../../functions/operations";
import { text, whole } from "./checks";

const attributeName = text(/^.{1,255}$/s, "must be 1 to 255 characters");
const tableName = text(/^[\w.-]{3,200}$/, "must be 3 to 200 letters, digits, '_', '-' or '.'");

const description = text(/^.{1,300}$/, "must be one line of at most 300 characters");

/** A key attribute. */
const keyAttribute = z.strictObject(
  {
    name: attributeName,
    /** String, number or binary. */
    type: z.enum(["S", "N", "B"]),
    /** One sentence for the API's document. @default none */
    description: z.optional(description),
  },
  {
    error: ({ code }) =>
      code === "invalid_type" ? 'must be a key, such as { name: "Id", type: "S" }' : undefined,
  },
);
export type KeySettings = z.output<typeof keyAttribute>;

const differentKeys = z.refine<{ hashKey: KeySettings; sortKey?: KeySettings }>(
  ({ hashKey, sortKey }) => hashKey.name !== sortKey?.name,
  { path: ["sortKey"], message: "must be another attribute than the hashKey" },
);

/** A secondary index. Its projection is ALL: every attribute can be read from it. */
const index = z
  .strictObject({ hashKey: keyAttribute, sortKey: z.optional(keyAttribute) })
  .check(differentKeys);
export type IndexSettings = z.output<typeof index>;

const operation = z.enum(tableOperations, {
  error: ({ input }) =>
    answerOperations.includes(input as string)
      ? "must be left out: it uses no table, and every caller of the API may run it"
      : `must be one of ${tableOperations.join(", ")}`,
});

const units = z._default(whole(1, 40_000, "request units per second"), 1000);

const table = z
  .strictObject({
    /** One sentence for the API's document. @default none */
    description: z.optional(description),
    /**
     * Name of the table in DynamoDB, such as that of a restored one. A table that is deployed under another name is
     * replaced, unless Terraform's state names the other table first: docs/operations.md.
     * @default the logical name with the environment's suffix
     */
    physicalName: z.optional(
      text(/^[\w.-]{3,255}$/, "must be 3 to 255 letters, digits, '_', '-' or '.'"),
    ),
    hashKey: keyAttribute,
    sortKey: z.optional(keyAttribute),
    /** Global secondary indexes by name; at most 20. @default none */
    globalIndexes: z.optional(z.record(tableName, index)),
    /** Sort keys of local secondary indexes by name; at most 5, and only beside a `sortKey`. @default none */
    localIndexes: z.optional(z.record(tableName, keyAttribute)),
    /** Attribute with the time (Unix, in seconds) after which DynamoDB deletes the item. @default none */
    ttlAttribute: z.optional(attributeName),
    /**
     * Attribute with the item's version, a number that the API keeps. From it items get entity tags, by which a client
     * writes only to the item that it has read: docs/entity-tags.md. The envelope may then delete items, but not write them.
     * @default none
     */
    versionAttribute: z.optional(attributeName),
    /** The operations that may run on the table, by envelope and by paths; the function has no right to others. @default all */
    operations: z.optional(
      z.array(operation).check(
        z.minLength(1, `must name at least one of ${tableOperations.join(", ")}`),
        z.refine((names) => new Set(names).size === names.length, "must not repeat a name"),
      ),
    ),
    /** Request units per second. It limits the cost of an on-demand table. @default 1000 */
    maxReadUnits: units,
    /** Request units per second. @default 1000 */
    maxWriteUnits: units,
  })
  .check(
    differentKeys,
    z.refine((value) => !value.localIndexes || value.sortKey !== undefined, {
      path: ["localIndexes"],
      message:
        "needs a sortKey on the table: a local index has the table's hash key and another sort key",
    }),
    z.refine((value) => Object.keys(value.localIndexes ?? {}).length <= 5, {
      path: ["localIndexes"],
      message: "must be at most 5, which is DynamoDB's limit",
    }),
    z.refine((value) => Object.keys(value.globalIndexes ?? {}).length <= 20, {
      path: ["globalIndexes"],
      message: "must be at most 20, which is DynamoDB's default limit",
    }),
    z.refine(
      ({ globalIndexes = {}, localIndexes = {} }) =>
        !Object.keys(localIndexes).some((name) => Object.hasOwn(globalIndexes, name)),
      { path: ["localIndexes"], message: "must not have the name of a global index" },
    ),
    z.refine((value) => !keysOf(value).some(({ name }) => name === value.versionAttribute), {
      path: ["versionAttribute"],
      message: "must not be part of a key: the API changes it with each write",
    }),
    z.refine(
      ({ versionAttribute, ttlAttribute }) =>
        versionAttribute === undefined || versionAttribute !== ttlAttribute,
      {
        path: ["versionAttribute"],
        message: "must be another attribute than the ttlAttribute",
      },
    ),
    ({ value, issues }) => {
      for (const [name, types] of typesOf(value)) {
        if (types.size === 1) continue;
        const message = `must give the attribute ${name} the same type in all keys`;
        issues.push({ code: "custom", input: [...types], message });
      }
    },
  );
export type TableSettings = z.output<typeof table>;

type Keys = Pick<TableSettings, "hashKey" | "sortKey" | "globalIndexes" | "localIndexes">;

/** The key attributes of a table and its indexes. An attribute of several keys is repeated. */
export function keysOf({ hashKey, sortKey, globalIndexes, localIndexes }: Keys) {
  return [
    hashKey,
    sortKey,
    ...Object.values(globalIndexes ?? {}).flatMap((one) => [one.hashKey, one.sortKey]),
    ...Object.values(localIndexes ?? {}),
  ].filter((one) => one !== undefined);
}

/** The types that each key attribute has; a second one is a mistake. */
function typesOf(settings: Keys): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, type } of keysOf(settings)) {
    found.set(name, (found.get(name) ?? new Set()).add(type));
  }
  return found;
}

/** What the names of an environment end with. */
export const suffixOf = (environment: string) =>
  environment === "default" ? "" : `-${environment}`;

interface NamedTables {
  readonly environment: string;
  readonly tables: Readonly<Record<string, Pick<TableSettings, "physicalName">>>;
}

/** @returns an issue for each table that another environment, or another table, would use too */
export function wrongPhysicalNames(value: NamedTables) {
  const suffix = suffixOf(value.environment);
  const all = Object.entries(value.tables).map(([name, table]) => ({
    path: ["tables", name, "physicalName"],
    physicalName: table.physicalName ?? `${name}${suffix}`,
  }));
  return all.flatMap(({ path, physicalName }) => {
    const isUsedTwice = all.filter((one) => one.physicalName === physicalName).length > 1;
    if (!isUsedTwice && physicalName.endsWith(suffix)) return [];
    const message = isUsedTwice
      ? "must be another name than that of the other tables"
      : `must end with ${suffix} in the environment ${value.environment}, so that no two environments use one table: set it for one of them only`;
    return [{ code: "custom" as const, path, message, input: value }];
  });
}

/** Tables by their logical names, which clients use. */
export const tables = z.record(tableName, table).check(
  z.refine((all) => Object.keys(all).length > 0, "must name at least one table"),
  z.refine(
    (all) => !Object.keys(all).some((name) => pathOperations.includes(name)),
    `must not name a table ${pathOperations.join(" or ")}: the API uses that path`,
  ),
);
