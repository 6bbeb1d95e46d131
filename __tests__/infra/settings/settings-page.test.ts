/** docs/settings.md has each setting with the type, the default and the limits of the schema. */
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import * as z from "zod/mini";
import { resolveSettings, type SettingsInput, schema } from "../../../infra/settings/settings";

interface Row {
  readonly path: string;
  readonly type: string;
  readonly defaultValue: string;
  /** How the cell begins, where the schema says so. */
  readonly limits: string;
}

/** A JSON Schema, as far as settings have need of one. */
interface Node {
  readonly type?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | false;
}

/** What the names of a map are of, where they are not of indexes. */
const members: Readonly<Record<string, string>> = { tables: "table", callers: "caller" };

const root = z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Node;
const onlyTables = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
const usual = resolveSettings();
const production = { ...resolveSettings({ environment: "prod" }), environment: "default" };

const expected = [...rowsOf(root, "")];
const page = readFileSync("docs/settings.md", "utf8");
const shown = [...page.matchAll(/^\| `([\w.<>]+)` \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(
  ([, path = "", type = "", defaultValue = "", does = "", limits = ""]) => ({
    path,
    type,
    defaultValue,
    does,
    limits,
  }),
);

test("the page has a row for every setting of the schema, in its order, and for no other", () => {
  expect(shown.map(({ path }) => path)).toStrictEqual(expected.map(({ path }) => path));
});

test.each(expected)("the page's row of $path equals the schema", (row) => {
  const found = shown.find(({ path }) => path === row.path);
  expect(found).toMatchObject({
    type: row.type,
    defaultValue: row.defaultValue,
    does: expect.stringMatching(/\w/),
    limits: expect.stringMatching(`^${row.limits}`),
  });
});

const [, consequences = ""] = /^## Changes that delete items\n(.*?)^## /ms.exec(page) ?? [];

test("the page tells of each setting of a table what a change does to the items", () => {
  const ofTables = expected.flatMap(({ path }) => /^tables\.<table>\.(\w+)$/.exec(path)?.[1] ?? []);
  expect(ofTables.length).toBeGreaterThan(5);
  expect(ofTables.filter((name) => !consequences.includes(`\`${name}\``))).toStrictEqual([]);
});

test("the page's examples are settings", () => {
  const examples = [...page.matchAll(/^```ts\nsynthesize\((.*?)\);\n```$/gms)];
  expect(examples.length).toBeGreaterThan(0);
  for (const [, text] of examples) {
    const input = runInNewContext(`(${text})`) as SettingsInput;
    expect(() => resolveSettings(JSON.parse(JSON.stringify(input)))).not.toThrow();
  }
});

/** Rows for values, maps, and for objects that can be left out as a whole. */
function* rowsOf({ properties = {}, required = [] }: Node, parent: string): Generator<Row> {
  for (const [name, node] of Object.entries(properties)) {
    const path = parent + name;
    const inner = node.additionalProperties;
    const optional = !required.includes(name);
    if (!node.properties || isKey(node) || optional) yield rowOf(node, path, optional);
    if (node.properties && !isKey(node)) yield* rowsOf(node, `${path}.`);
    if (inner && !isKey(inner)) yield* rowsOf(inner, `${path}.<${members[name] ?? "index"}>.`);
  }
}

function rowOf(node: Node, path: string, optional: boolean): Row {
  return {
    path,
    type: typeOf(node),
    defaultValue: defaultOf(node, path, optional),
    limits: limitsOf(node),
  };
}

function typeOf(node: Node): string {
  const { type, additionalProperties: inner } = node;
  if (isKey(node)) return "key";
  if (inner) return isKey(inner) ? "map of keys" : "map";
  if (type === "string" && node.enum) return node.enum.map(code).join(", ");
  if (type === "array") return "list of texts";
  return { string: "text", integer: "number" }[type ?? ""] ?? String(type);
}

function defaultOf(node: Node, path: string, optional: boolean): string {
  const value = path === "tables" ? onlyTables.properties?.["tables"]?.default : node.default;
  if (value === undefined) return optional ? "none" : "required";
  const inProduction = valueAt(production, path);
  if (JSON.stringify(inProduction) === JSON.stringify(valueAt(usual, path))) return code(value);
  return `${code(value)}, in prod ${code(inProduction)}`;
}

function limitsOf({ type, minimum, maximum, enum: values }: Node): string {
  if (type === "number" && values) return values.join(", ");
  if (minimum === undefined || maximum === undefined) return "";
  return `${minimum.toLocaleString("en-US")} to ${maximum.toLocaleString("en-US")} `;
}

function isKey({ properties = {} }: Node): boolean {
  return Object.keys(properties).join().startsWith("name,type");
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);
}
