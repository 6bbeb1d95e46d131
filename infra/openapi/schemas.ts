/** JSON Schemas of values and items. */
import type { KeyAttribute, Table } from "../../functions/table";
import { keysOf, type TableSettings } from "../settings/tables";
import type { DocumentProps } from "./props";

export const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** The schemas that the paths need, directly or through another schema. */
export function usedBy(paths: object, schemas: Readonly<Record<string, object>>) {
  const used = new Set<string>();
  const visit = (part: object | undefined) => {
    for (const [, name = ""] of JSON.stringify(part).matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    )) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
}

const value = reference("Value");

/** What DynamoDB stores, as JSON. */
export const valueSchemas = {
  Value: {
    description:
      "A value of an attribute. Plain JSON stays plain; sets and binaries, which JSON lacks, are marked.",
    anyOf: [
      { type: ["string", "number", "boolean", "null"] },
      { type: "array", items: value },
      reference("Set"),
      reference("Binary"),
      reference("MarkedMap"),
      { type: "object", additionalProperties: value },
    ],
  },
  Set: {
    description: "A set of strings, of numbers or of binaries.",
    type: "object",
    properties: {
      $set: {
        type: "array",
        minItems: 1,
        items: { anyOf: [{ type: ["string", "number"] }, reference("Binary")] },
      },
    },
    required: ["$set"],
    additionalProperties: false,
  },
  Binary: {
    description: "Binary data.",
    type: "object",
    properties: { $binary: { type: "string", contentEncoding: "base64" } },
    required: ["$binary"],
    additionalProperties: false,
  },
  MarkedMap: {
    description:
      "A map whose only name begins with `$`, so that it is not taken for a set or binary.",
    type: "object",
    properties: { $map: { type: "object", additionalProperties: value } },
    required: ["$map"],
    additionalProperties: false,
  },
  Attributes: {
    description: "Names of attributes to values: an item, a key, or the values of an expression.",
    type: "object",
    additionalProperties: value,
  },
  Patch: {
    description: "A JSON Merge Patch (RFC 7396): null removes an attribute, objects are merged.",
    type: "object",
    additionalProperties: value,
  },
};

const keyValue: Readonly<Record<KeyAttribute["type"], object>> = {
  S: { type: "string", minLength: 1 },
  N: { type: "number" },
  B: reference("Binary"),
};

/** For each table its item, and a page of such items. */
export function itemSchemas({ settings, tables }: DocumentProps): Record<string, object> {
  const entries = tables.flatMap((table) => [
    [itemName(table.name), itemSchema(table, settings.tables[table.name] as TableSettings)],
    [pageName(table.name), pageSchema],
  ]);
  return Object.fromEntries(entries);
}

function itemSchema(table: Table, settings: TableSettings): object {
  const { keys, indexes = [], versionAttribute } = table;
  const described = keysOf(settings).filter((key) => key.description !== undefined);
  const all = [...keys, ...indexes.flatMap((index) => index.keys)];
  const properties = all.map(({ name, type }) => {
    const description = described.find((key) => key.name === name)?.description;
    return [name, { ...keyValue[type], ...(description && { description }) }];
  });
  return {
    type: "object",
    properties: {
      ...Object.fromEntries(properties),
      ...(versionAttribute && { [versionAttribute]: version }),
    },
    required: keys.map((key) => key.name),
    additionalProperties: value,
  };
}

const pageSchema = {
  type: "object",
  properties: {
    items: { type: "array", items: reference("Attributes") },
    cursor: { type: "string", description: "For the next page; absent on the last one." },
    next: {
      description: "Instead of a cursor, when the URL of the next page would be too long.",
      type: "object",
      properties: { detail: { type: "string" }, envelope: reference("Envelope") },
    },
  },
  required: ["items"],
  additionalProperties: false,
};

const version = { type: "integer", description: "The API keeps it. A write may repeat it." };

export const itemName = (table: string) => `${table}.item`;
export const pageName = (table: string) => `${table}.page`;
