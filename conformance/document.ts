/** Reads the API's OpenAPI document, which is all that this room knows of a service. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** The keywords of JSON Schema that boundaries are made from. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly Json[];
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly discriminator?: { readonly mapping?: Readonly<Record<string, string>> };
  /** Whether the service refuses some of the values that the keywords allow. */
  readonly "x-rule"?: boolean;
  /** Of a request: the schema of its result. */
  readonly "x-result"?: Schema;
  /** Of a request that uses a table. */
  readonly "x-access"?: Operation["access"];
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Response {
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** A method of a path. */
export interface Route {
  /** In capital letters. */
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** Of the body; absent if the route takes none. */
  readonly body?: Schema;
  /** Of the body. */
  readonly examples: readonly Json[];
  readonly responses: Readonly<Record<string, Response>>;
}

export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

interface Keys {
  /** The hash key, and the sort key if there is one. */
  readonly keys: readonly KeyAttribute[];
  readonly indexes: readonly {
    readonly name: string;
    readonly keys: readonly KeyAttribute[];
    readonly isLocal: boolean;
  }[];
  readonly versionAttribute?: string;
}

export interface Table extends Keys {
  readonly name: string;
  readonly routes: readonly Route[];
}

/** A request that the route of the envelope takes. */
export interface Operation {
  readonly name: string;
  readonly request: Schema;
  readonly payload: Schema;
  readonly result: Schema;
  /** What it does to items; absent if it uses no table. */
  readonly access?: "read" | "write" | "delete";
  /** The names of those that it may use. */
  readonly tables: readonly Json[];
  /** One for each table, or one. */
  readonly examples: readonly JsonObject[];
}

export interface Document {
  readonly routes: readonly Route[];
  readonly tables: readonly Table[];
  /** The route that takes the operations. */
  readonly envelope: Route;
  readonly operations: readonly Operation[];
  /** As it was read. */
  readonly source: object;
}

interface Described extends Pick<Route, "responses"> {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<
        string,
        { readonly schema: Schema; readonly examples: Record<string, { readonly value: Json }> }
      >
    >;
  };
}

interface OpenApi {
  readonly tags: readonly { readonly name: string; readonly "x-table"?: Keys }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A node, or the one that its `$ref` names. */
type Find = <T extends object>(node: T) => T;

/**
 * @param text JSON, as synth writes it
 * @throws Error when it is no document of such an API
 */
export function readDocument(text: string): Document {
  const document = parseDocument(text);
  const find = finder(document);
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => routeOf(path, method, one, find)),
  );
  const envelope = routes.find(({ body }) => body && find(body).discriminator);
  if (envelope === undefined) throw new Error("The document has no route for the envelope.");
  const isOf = (table: string, path: string) => `${path}/`.startsWith(`${envelope.path}/${table}/`);
  const tables = document.tags.flatMap(({ name, "x-table": table }) => {
    const own = routes.filter(({ path }) => isOf(name, path));
    return table ? { ...table, name, routes: own } : [];
  });
  return {
    routes,
    tables,
    envelope,
    operations: operationsOf(envelope, find),
    source: document,
  };
}

function parseDocument(text: string): OpenApi {
  const document = JSON.parse(text);
  for (const name of ["tags", "paths", "components"]) {
    if (typeof document?.[name] !== "object") throw new Error(`The document has no ${name}.`);
  }
  return document;
}

function finder(document: OpenApi): Find {
  const member = (place: unknown, name: string) => (place as Record<string, unknown>)[name];
  return <T extends object>(node: T) => {
    const { $ref } = node as { $ref?: string };
    return $ref === undefined ? node : ($ref.split("/").slice(1).reduce(member, document) as T);
  };
}

const withProperties = (schema: Schema, find: Find): Schema => {
  const properties = Object.entries(schema.properties ?? {}).map(([name, one]) => [
    name,
    find(one),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
};

function routeOf(path: string, method: string, one: Described, find: Find): Route {
  const { schema, examples = {} } = one.requestBody?.content["application/json"] ?? {};
  const responses = Object.entries(one.responses).map(([status, one]) => [status, find(one)]);
  return {
    method: method.toUpperCase(),
    path,
    parameters: one.parameters ?? [],
    body: schema,
    examples: Object.values(examples).map(({ value }) => value),
    responses: Object.fromEntries(responses),
  };
}

function operationsOf({ body, examples }: Route, find: Find): readonly Operation[] {
  const { mapping = {} } = find(body as Schema).discriminator ?? {};
  return Object.entries(mapping).map(([name, $ref]) => {
    const request = find<Schema>({ $ref });
    return {
      name,
      request,
      payload: withProperties(find(request.properties?.["payload"] ?? {}), find),
      result: request["x-result"] ?? {},
      access: request["x-access"],
      tables: request.properties?.["tableName"]?.enum ?? [],
      examples: (examples as readonly JsonObject[]).filter(({ operation }) => operation === name),
    };
  });
}
