/** The documents name what exists, and what people use is in a document. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { schema } from "../infra/settings/settings";
import { usage } from "../local/options";

const documents = [
  ...readdirSync(".").filter((file) => file.endsWith(".md")),
  ...readdirSync("docs", { recursive: true })
    .map((file) => join("docs", String(file)).replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".md")),
].map((file) => [file, readFileSync(file, "utf8")] as const);
const everything = documents.map(([, text]) => text).join("\n");
const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");

const anchorsOf = (file: string) =>
  [...readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    anchorOf(heading),
  );

describe.each(documents)("%s", (file, text) => {
  test("has links to files and headings that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = ""]) => link);
    const dead = links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? file : join(dirname(file), path);
      return !existsSync(target) || (anchor && !anchorsOf(target).includes(anchor));
    });
    expect(dead).toStrictEqual([]);
  });

  test("names files and directories that exist", () => {
    const paths =
      /`((?:functions|infra|local|deploy|conformance|bench|docs|__tests__)\/[\w./-]*\w\/?)`/g;
    const named = [...text.matchAll(paths)].map(([, path = ""]) => path);
    // A module may be named without its ending.
    const missing = named.filter((path) => !existsSync(path) && !existsSync(`${path}.ts`));
    expect(missing).toStrictEqual([]);
  });

  test("names npm scripts that exist", () => {
    const named = [...text.matchAll(/npm run (?:-s )?([a-z][\w:]*)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toStrictEqual([]);
  });
});

test("each npm script is in a document", () => {
  const named = (name: string) =>
    name === "start" || name === "test"
      ? everything.includes(`npm ${name}`)
      : new RegExp(`npm run (-s )?${name}(?![\\w:])`).test(everything);
  expect(Object.keys(scripts).filter((name) => !named(name))).toStrictEqual([]);
});

const flags = [...usage.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag = ""]) => flag);

test.each(flags)("the flag %s of npm start is in docs/local.md", (flag) => {
  expect(readFileSync("docs/local.md", "utf8")).toContain(flag);
});

test("the documents name flags of npm start that exist", () => {
  const lines = everything.match(/npm start -- .*/g) ?? [];
  const named = lines.flatMap((line) => line.match(/--[a-z][\w-]*/g) ?? []);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((flag) => !flags.includes(flag))).toStrictEqual([]);
});

/** Dotted names of settings: `api.cors.origin`. Maps have names of the user's choice. */
function* settingsOf(node: z.core.JSONSchema.BaseSchema, parent = ""): Generator<string> {
  for (const [name, inner] of Object.entries(node.properties ?? {})) {
    yield parent + name;
    yield* settingsOf(inner as z.core.JSONSchema.BaseSchema, `${parent}${name}.`);
  }
}

test("the documents name settings that exist", () => {
  const known = new Set(settingsOf(z.toJSONSchema(schema, { unrepresentable: "any" })));
  const text = everything.replaceAll(/^```.*?^```/gms, "");
  const named = [...text.matchAll(/`((?:api|function|alarms|state)\.\w+(?:\.\w+)*)`/g)];
  expect(named.length).toBeGreaterThan(10);
  expect(named.map(([, name = ""]) => name).filter((name) => !known.has(name))).toStrictEqual([]);
});
