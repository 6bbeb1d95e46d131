/** The tables of SECURITY.md against package-lock.json. */
import { readFileSync } from "node:fs";

const page = readFileSync("SECURITY.md", "utf8");
const [overridden = "", left = ""] = page.split("### ").slice(1);
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Readonly<Record<string, { readonly version: string; readonly inBundle?: true }>>;
};

const rowsOf = (part: string) =>
  [...part.matchAll(/^\| `(.+?)` \| (.+?) \| (.+?) \| (.+) \|$/gm)].map(
    ([, name = "", fixed = "", advisories = "", rest = ""]) => ({
      name,
      fixed: fixed.split(", "),
      advisories: advisories.split(", "),
      rest: rest.split(" | "),
    }),
  );
const fixed = rowsOf(overridden);
const unfixed = rowsOf(left);

const numbers = (version: string) => version.split(".").map(Number) as [number, number, number];

function isOlder(version: string, than: string): boolean {
  const [a, b] = [numbers(version), numbers(than)];
  const [first] = a.flatMap((part, i) => (part === b[i] ? [] : [part - (b[i] as number)]));
  return (first ?? 0) < 0;
}

/** A fixed version is that of its own major version; the lowest is also that of all below. */
function isOpen(version: string, fixes: readonly string[]): boolean {
  const [major] = numbers(version);
  const own = fixes.find((fix) => numbers(fix)[0] === major);
  if (own !== undefined) return isOlder(version, own);
  return fixes.every((fix) => isOlder(version, fix));
}

const rows = [...fixed, ...unfixed];
const open = Object.entries(packages)
  .filter(([path, { version }]) =>
    rows.some((row) => path.endsWith(`node_modules/${row.name}`) && isOpen(version, row.fixed)),
  )
  .map(([path]) => path);

test("every package that is older than its fixed version is in the table with its path, and no other", () => {
  const paths = unfixed.map(({ rest }) => rest[0]?.replaceAll("`", ""));
  expect(open.sort()).toStrictEqual(paths.sort());
});

test("only what npm cannot override is left", () => {
  const others = open.filter((path) => packages[path]?.inBundle !== true);
  expect(others).toStrictEqual([]);
});

test("every row names its advisories, that it does not ship, and when to look again", () => {
  expect(rows.length).toBeGreaterThan(8);
  for (const { advisories } of rows) {
    expect(advisories).not.toHaveLength(0);
    for (const one of advisories) expect(one).toMatch(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/);
  }
  for (const { rest } of unfixed) {
    expect(rest.slice(1)).toStrictEqual(["no", expect.stringMatching(/^\d{4}-\d\d-\d\d$/)]);
  }
});

test("every override has a row, and fixes what the row says", () => {
  const { overrides } = JSON.parse(readFileSync("package.json", "utf8"));
  const names = Object.keys(overrides).map((name) => name.replace(/(?<=.)@.*$/, ""));
  const forAdvisories = names.filter((name) => name !== "@cdktf/node-pty-prebuilt-multiarch");
  expect(fixed.map(({ name }) => name)).toStrictEqual(forAdvisories.sort());
  for (const { name, fixed: fixes } of fixed) {
    const [, version] = Object.entries<string>(overrides).find(
      ([one]) => one === name || one.startsWith(`${name}@`),
    ) as [string, string];
    expect([name, isOpen(version, fixes)]).toStrictEqual([name, false]);
  }
});

test.each([
  ["5.1.7", true],
  ["5.1.8", false],
  ["9.0.6", true],
  ["9.1.0", false],
  ["3.9.9", true],
  ["11.0.0", false],
])("of an advisory that is fixed in 5.1.8 and 9.0.7, %s is open: %s", (version, expected) => {
  expect(isOpen(version, ["5.1.8", "9.0.7"])).toBe(expected);
});
