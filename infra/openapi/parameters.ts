/** The parameters of a route of one table: in its path, in its query, in headers. */
import { exampleItems } from "../../functions/examples";
import { pageLimit } from "../../functions/parameters";
import {
  condition,
  conditionName,
  parameters as known,
  type Parameter,
} from "../../functions/rest/query-string";
import type { Route } from "../../functions/rest/routes";
import { runsOn } from "../../functions/rest/served-routes";
import type { Index, KeyAttribute, Table } from "../../functions/table";

/**
 * Parameters that need an index, a sort key or an operation are left out where there is none.
 * @param isPartition whether the path has the hash key and no more
 */
export function queryParameters(route: Route, table: Table, isPartition: boolean): object[] {
  const { parameters = [], runs = [], indexRuns = runs } = route;
  const open = runsOn(route, table);
  const mayRun = (names: typeof runs) => names.every((name) => open.includes(name));
  const { indexes, keys } = placeOf(table, isPartition);
  const place = { indexes, keys: mayRun(indexRuns) ? keys : [] };
  return parameters.flatMap((one) => {
    if (one === condition) return place.keys.map((key) => conditionOn(key, one));
    if (one === known.index && place.indexes.length === 0) return [];
    if (one === known.order && place.keys.length === 0) return [];
    return {
      name: one.name,
      in: "query",
      ...(one === known.index && !mayRun(runs) && { required: true }),
      description: one.summary,
      schema: schemas[one.name as Name](place),
    };
  });
}

/** What a query can choose: an index to read from, and the keys that may have conditions. */
interface Place {
  readonly indexes: readonly Index[];
  readonly keys: readonly KeyAttribute[];
}

/** A partition, whose hash key is given, has local indexes and sort keys. A whole table has global indexes and their keys. */
const placeOf = ({ keys, indexes = [] }: Table, isPartition: boolean): Place => {
  const here = indexes.filter(({ isLocal }) => isLocal === isPartition);
  const all = [...(isPartition ? [keys] : []), ...here.map((index) => index.keys)];
  return { indexes: here, keys: unique(all.flatMap((one) => one.slice(isPartition ? 1 : 0))) };
};

const unique = (keys: readonly KeyAttribute[]) => [
  ...new Map(keys.map((key) => [key.name, key])).values(),
];

type Name = keyof typeof known;

const text = { type: "string" };

const schemas: Readonly<Record<Name, (place: Place) => object>> = {
  limit: () => ({ type: "integer", minimum: 1, maximum: pageLimit.most, default: pageLimit.usual }),
  cursor: () => text,
  order: () => ({ ...text, enum: ["asc", "desc"] }),
  fields: () => text,
  index: ({ indexes }) => ({ ...text, enum: indexes.map(({ name }) => name) }),
};

function conditionOn(key: KeyAttribute, { summary }: Parameter): object {
  return {
    name: conditionName(key),
    in: "query",
    description: summary,
    schema: { type: "array", maxItems: 2, items: { type: "string", pattern: "^\\w+\\." } },
  };
}

/** The names in a path. Path templates allow few characters, names of attributes all. */
export function templateNames({ keys }: Table): string[] {
  const names = keys.map(({ name }) => name);
  const allowed = names.every((name) => /^[\w.-]+$/.test(name));
  return allowed ? names : ["hashKey", "sortKey"].slice(0, keys.length);
}

const formats: Readonly<Record<KeyAttribute["type"], object>> = {
  S: { type: "string", minLength: 1 },
  N: { type: "number" },
  B: { type: "string", minLength: 1, contentEncoding: "base64url" },
};

/** @param count of the key attributes that the path has */
export function pathParameters(table: Table, count: number): object[] {
  const example = exampleItems(table).key;
  return table.keys.slice(0, count).map((key, i) => ({
    name: templateNames(table)[i],
    in: "path",
    required: true,
    description: `The key attribute ${key.name}.`,
    schema: formats[key.type],
    example: inPath(example[key.name]),
  }));
}

/** A binary is base64url in a path (RFC 4648, section 5). */
function inPath(value: unknown): unknown {
  const { $binary } = value as { $binary?: string };
  return $binary === undefined ? value : Buffer.from($binary, "base64").toString("base64url");
}

/** Headers (RFC 9110, section 13.1). Without versions, items have no tags, and only `*` can match. */
export function preconditions(method: string, { versionAttribute }: Table): object[] {
  if (method === "GET" && versionAttribute === undefined) return [];
  const form = versionAttribute === undefined ? "`*`" : '`*`, or tags such as `"1", "2"`';
  return [
    { name: "If-Match", description: `Go on if the item is there, with this tag: ${form}.` },
    { name: "If-None-Match", description: `Go on if it is not: ${form}.` },
  ].map((one) => ({ ...one, in: "header", schema: text }));
}
