/** The packages that ship to Lambda, and their licences. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../infra/function/bundle";
import { describeLicences } from "../../../infra/function/notices";
import { copyProject } from "../../support/copy-project";

const home = mkdtempSync(join(tmpdir(), "a bundle "));
afterAll(() => rmSync(home, { recursive: true }));
copyProject(home);
const zip = bundleFunction(home);
const notices = readFileSync(join(home, "dist/third-party-notices.txt"), "utf8");
const packages = [...notices.matchAll(/^(@?[a-z][\w./-]+) (\d+\.\d+\.\d+) \((.+)\)$/gm)].map(
  ([, name = "", version = "", licence = ""]) => ({ name, version, licence }),
);

/** The AWS SDK with what it needs, and the two packages that functions/ imports beside it. */
const allowed =
  /^(@aws-sdk|@smithy)\/[\w-]+$|^(@aws\/lambda-invoke-store|bowser|mnemonist|obliterator|zod|lossless-json)$/;

test("only the AWS SDK, zod and lossless-json ship beside functions/", () => {
  const names = packages.map(({ name }) => name);
  expect(names).toStrictEqual(
    expect.arrayContaining(["@aws-sdk/client-dynamodb", "lossless-json", "zod"]),
  );
  expect(names.filter((name) => !allowed.test(name))).toStrictEqual([]);
});

test("what ships is under the MIT or the Apache licence, and the notices have the text", () => {
  expect(packages.filter(({ licence }) => !/^(MIT|Apache-2\.0)$/.test(licence))).toStrictEqual([]);
  const texts = notices.split(/^@?[a-z][\w./-]+ \d+\.\d+\.\d+ \(.+\)$/m).slice(1);
  expect(texts).toHaveLength(packages.length);
  const without = packages.filter(
    (_, i) => !/permission|terms and conditions/i.test(texts[i] ?? ""),
  );
  expect(without).toStrictEqual([]);
});

test("the versions are those of the lockfile", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  const wrong = packages.filter(
    ({ name, version }) =>
      !Object.entries<{ version: string }>(lock).some(
        ([path, one]) => path.endsWith(`node_modules/${name}`) && one.version === version,
      ),
  );
  expect(wrong).toStrictEqual([]);
});

test("the notices are beside the zip and not in it", () => {
  expect(Object.keys(unzipSync(readFileSync(zip)))).toStrictEqual(["index.mjs"]);
});

test("a package of which nothing is left in the bundle is not named", () => {
  const file = "node_modules/zod/index.js";
  const notice = (bytesInOutput: number) =>
    describeLicences({ outputs: { a: { inputs: { [file]: { bytesInOutput } } } } }, process.cwd());
  expect(notice(1)).toMatch(/^zod \d/);
  expect(notice(0)).toBe("");
});
