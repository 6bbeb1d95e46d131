/** What docs/operations.md says beside its commands, which __tests__/deploy/operations.ts runs. */
import { readFileSync } from "node:fs";
import { troubles } from "../deploy/advice";
import { resolveSettings } from "../infra/settings/settings";
import { variant, variants } from "./support/infra/variants";

const page = readFileSync("docs/operations.md", "utf8");

test("every alarm has a row, and no other does", () => {
  const rows = [...page.matchAll(/^\| `([\w<>-]+)` \|/gm)].map(([, name]) => name);
  const { service, tables } = resolveSettings(variants.prod);
  const names = variant("prod")
    .all("aws_cloudwatch_metric_alarm")
    .map(([, { alarm_name: name }]) => name.replace(`${service}-`, "").replace(/-prod$/, ""));
  const [table = ""] = Object.keys(tables);
  expect(rows.sort()).toStrictEqual(names.map((name) => name.replace(table, "<table>")).sort());
});

test("every line of advice on the page is one that a command prints", () => {
  const shown = [...page.matchAll(/^→ (.*)$/gm)].map(([, advice]) => advice);
  const known = troubles.map(({ advice }) => advice);
  const others = shown.filter((advice = "") => !known.includes(advice));
  expect(shown.length - others.length).toBeGreaterThan(2);
  expect(others).toStrictEqual([expect.stringMatching(/^This plan deletes aws_dynamodb_table\./)]);
});
