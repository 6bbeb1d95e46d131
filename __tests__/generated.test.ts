/** What documents repeat of the code is up to date: the generated parts, and the files in docs/architecture.md. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { document, generated, updated } from "./support/generated";

test.each(generated)("$file has the current $name; if not, run npm run update", (part) => {
  const { before, after } = updated(part);
  expect(before).toBe(after);
});

test.each([
  [
    "empty",
    "<!-- generated: one -->\n<!-- end -->\n",
    "<!-- generated: one -->\nnew\n<!-- end -->\n",
  ],
  [
    "without an end",
    "<!-- generated: one -->\nmine\n<!-- generated: two -->\n<!-- end -->\n",
    undefined,
  ],
  ["missing", "mine\n", undefined],
])("a part that is %s takes no other text away", (_, text, expected) => {
  const file = join(mkdtempSync(join(tmpdir(), "page-")), "page.md");
  writeFileSync(file, text);
  const write = () => updated({ file, name: "one", write: () => "new" }).after;
  if (expected === undefined) expect(write).toThrow("needs the lines <!-- generated: one -->");
  else expect(write()).toBe(expected);
  rmSync(file);
});

test("docs/openapi.json is what synth writes; if not, run npm run update", () => {
  expect(readFileSync(document.file, "utf8")).toBe(document.write());
});

describe("docs/architecture.md", () => {
  const page = readFileSync("docs/architecture.md", "utf8");

  test.each([1, 2])("the flow of request %d names files that exist, none twice", (column) => {
    const rows = page.split("\n").filter((line) => /^\| .*`functions\/.*\|$/.test(line));
    const files = rows.map(
      (row) => /`(functions\/[\w/.-]+\.ts)`/.exec(row.split("|")[column] ?? "")?.[1],
    );
    const named = files.filter((file) => file !== undefined);
    expect(named.length).toBeGreaterThan(10);
    expect(new Set(named).size).toBe(named.length);
    expect(named.filter((file) => !existsSync(file))).toStrictEqual([]);
  });

  test.each(["functions", "infra", "local", "conformance", "bench"])(
    "the tree of %s is as it is",
    (room) => {
      const shown = [...page.matchAll(/^([a-z]+\/(?:[a-z]+\/)?) {2,}(.*(?:\n {4,}.*)*)/gm)].flatMap(
        ([, folder = "", rest = ""]) =>
          rest
            .split("\n")
            .flatMap((line) => line.trim().split(/ {3,}/)[0]?.split(/ {2}/) ?? [])
            .map((name) => `${folder}${name.trim()}`),
      );
      const files = readdirSync(room, { recursive: true })
        .map((file) => `${room}/${String(file).replaceAll("\\", "/")}`)
        .filter((file) => /(?<!\.d)\.ts$/.test(file))
        .map((file) => file.replace(/\.ts$/, ""));
      expect(shown.filter((file) => file.startsWith(`${room}/`)).sort()).toStrictEqual(
        files.sort(),
      );
    },
  );
});
