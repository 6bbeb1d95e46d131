/** The API's document: valid for strangers' tools, and a projection of rows, routes, tables and settings. */
import { spawnSync } from "node:child_process";
import Ajv from "ajv/dist/2020";
import type { Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { routes } from "../../functions/rest/routes";
import { describeApi } from "../../infra/openapi/document";
import { resolveSettings, type SettingsInput } from "../../infra/settings/settings";
import { synthesize } from "../support/infra/synthesize";

type Json = Readonly<Record<string, unknown>>;
interface Document {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Json };
}
interface Described {
  readonly parameters?: readonly { name: string; in: string; schema: Json; example?: unknown }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Json;
  readonly tags: readonly string[];
}
interface Content {
  readonly schema: Json;
  readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
}
const documentOf = (input?: SettingsInput) => describeApi(resolveSettings(input), ".") as Document;

const S = (name: string) => ({ name, type: "S" }) as const;
const orders = {
  LambdaTable: { hashKey: S("Id") },
  Orders: {
    description: "What customers ordered.",
    hashKey: { ...S("customer"), description: "Number of the customer." },
    sortKey: { name: "limit", type: "N" },
    globalIndexes: {
      "by-state": {
        hashKey: { ...S("state"), description: "Whether it was sent." },
        sortKey: { name: "order", type: "B" },
      },
    },
    localIndexes: { "by-time": { name: "time of order", type: "S" } },
  },
} as const satisfies SettingsInput["tables"];

const variants: [string, SettingsInput][] = [
  ["the guide's service", {}],
  ["two tables with indexes", { tables: orders }],
  ["tables of like names", { tables: { "a-b": orders.LambdaTable, a_b: orders.LambdaTable } }],
  ["keys of odd names", { tables: { Odd: { hashKey: S("sortKey"), sortKey: S("a{b}/#d e") } } }],
  ["binary keys", { tables: { Binary: { hashKey: { name: "b", type: "B" } } } }],
  ["versions", { tables: { Notes: { hashKey: S("id"), versionAttribute: "version" } } }],
  ["queries alone", { tables: { Orders: { ...orders.Orders, operations: ["query"] } } }],
  ["batches alone", { tables: { Plain: { ...orders.LambdaTable, operations: ["batchRead"] } } }],
  ["an API key", { api: { auth: "apiKey" } }],
  ["a user pool", { api: { auth: "cognito" } }],
  ["no authorization, another stage", { api: { auth: "none", stage: "v1", resource: "Items" } }],
];

test.each(variants)("the document of %s has no finding in two validators", (_, input) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["__tests__/support/infra/lint-openapi.mjs"],
    { input: JSON.stringify(documentOf(input)), encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toStrictEqual({ linted: [], valid: true });
});

const describedIn = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ path, method, described })),
  );

test.each(variants)("every example in the document of %s meets its schema", (_, input) => {
  const document = documentOf(input);
  const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(document, "document");
  const check = (schema: object, value: unknown) => {
    const text = JSON.stringify(schema).replaceAll('"#/', '"document#/');
    ajv.validate(JSON.parse(text), value);
    return ajv.errors ?? [];
  };
  const found = describedIn(document).flatMap(({ described: { parameters = [], requestBody } }) => [
    ...parameters.flatMap(({ schema, example }) =>
      example === undefined ? [] : check(schema, example),
    ),
    ...Object.values(requestBody?.content ?? {}).flatMap(({ schema, examples }) =>
      Object.values(examples).flatMap(({ value }) => check(schema, value)),
    ),
  ]);
  expect(found).toStrictEqual([]);
});

test("every row of the operation table is a request with an example and a result", () => {
  const { paths, components } = documentOf();
  const names = Object.keys(operations);
  const content = paths["/DynamoDBManager"]?.["post"]?.requestBody?.content;
  expect(Object.keys(content?.["application/json"]?.examples ?? {})).toStrictEqual(names);
  for (const name of names) {
    expect(components.schemas).toHaveProperty([`${name}.request`]);
    expect(components.schemas).toHaveProperty([`${name}.result`]);
  }
});

test("every route is there for every table, with every status of its row", () => {
  const document = documentOf({ tables: orders });
  const all = describedIn(document);
  const tables = ["LambdaTable", "Orders"];
  for (const { method, path, statuses } of routes) {
    const of = path.includes("{hashKey}")
      ? ["Orders"]
      : path.includes("{table}")
        ? tables
        : ["Operations"];
    for (const tag of of) {
      const pattern = new RegExp(
        `^/DynamoDBManager${path
          .replace("{table}", tag)
          .replace("{hashKey}", "{customer}")
          .replace("{key}", tag === "Orders" ? "{customer}/{limit}" : "{Id}")
          .replaceAll(/[{}]/g, "\\$&")}$`,
      );
      const found = all.find(
        (one) => pattern.test(one.path) && one.method === method.toLowerCase(),
      );
      expect(found?.described.tags).toStrictEqual([tag]);
      expect(Object.keys(found?.described.responses ?? {})).toEqual(
        expect.arrayContaining(statuses.map(String)),
      );
    }
  }
});

test("a query has the keys and indexes of its place; a key that is named like a parameter has its own spelling", () => {
  const { paths } = documentOf({ tables: orders });
  const named = (path: string) =>
    paths[path]?.["get"]?.parameters?.flatMap((one) => (one.in === "query" ? one.name : []));
  const page = ["limit", "cursor", "order", "fields", "index"];
  expect(named("/DynamoDBManager/Orders")).toStrictEqual([...page, "state", "key.order"]);
  expect(named("/DynamoDBManager/Orders/{customer}")).toStrictEqual([
    ...page,
    "key.limit",
    "time of order",
  ]);
  expect(named("/DynamoDBManager/LambdaTable")).toStrictEqual(["limit", "cursor", "fields"]);
});

test("descriptions are in the document, and in nothing that is deployed", () => {
  const text = JSON.stringify(documentOf({ tables: orders }));
  expect(text).toContain("What customers ordered.");
  expect(text).toContain("Number of the customer.");
  expect(text).toContain("Whether it was sent.");
  expect(JSON.stringify(synthesize({ tables: orders }).json)).not.toMatch(
    /What customers|Number of the|Whether it/,
  );
});

test.each<[string, SettingsInput, string]>([
  ["the stage", {}, "/prod"],
  [
    "a domain",
    {
      api: {
        domain: {
          name: "api.example.com",
          certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/a",
        },
      },
    },
    "https://api.example.com",
  ],
])("the server is %s", (_, input, url) => {
  expect(documentOf(input).servers).toStrictEqual([{ url }]);
});

test("an operation that needs no table can be called without one", () => {
  const { components } = documentOf({ tables: orders });
  for (const [name, row] of Object.entries<Operation>(operations)) {
    const { required } = components.schemas[`${name}.request`] as { required: string[] };
    expect(required.includes("tableName")).toBe("Command" in row);
  }
});

test("a table with versions has entity tags, and no write by the envelope", () => {
  const versioned = { hashKey: S("Id"), versionAttribute: "version" };
  const { paths, components } = documentOf({
    tables: { Notes: versioned, Plain: { hashKey: S("Id") } },
  });
  const item = (table: string) => paths[`/DynamoDBManager/${table}/{Id}`]?.["get"] as Described;
  expect(Object.keys(item("Notes").responses)).toEqual(expect.arrayContaining(["304", "412"]));
  expect(Object.keys(item("Plain").responses)).not.toContain("304");
  expect(item("Notes").responses).toHaveProperty("200.headers.etag");
  expect(components.schemas).toHaveProperty(
    ["create.request", "properties", "tableName", "enum"],
    ["Plain"],
  );
  const only = documentOf({ tables: { Notes: versioned } });
  expect(only.components.schemas).not.toHaveProperty(["create.request"]);
  expect(only.components.schemas).toHaveProperty(["read.request"]);
});
