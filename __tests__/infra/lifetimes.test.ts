/** What a synth warns of when support ends for the runtime or for Node, and the list of those dates. */
import { expiring, nodeLifetimes, runtimeLifetimes } from "../../infra/lifetimes";
import { lambda } from "../../infra/settings/function";

const day = (text: string) => new Date(`${text}T12:00:00Z`);

test.each<[string, string, string, string, RegExp[]]>([
  [
    "nodejs22.x",
    "24.1.0",
    "2027-03-01",
    "in its last half year",
    [/nodejs22.x ends on 2027-04-30/],
  ],
  ["nodejs24.x", "24.1.0", "2027-03-01", "long before its end", []],
  ["nodejs22.x", "24.1.0", "2026-10-31", "181 days before its end", []],
  ["nodejs22.x", "24.1.0", "2026-11-01", "180 days before its end", [/nodejs22.x/]],
  ["nodejs22.x", "24.1.0", "2027-04-30", "on its last day", [/ ends on 2027-04-30/]],
  ["nodejs22.x", "24.1.0", "2027-05-01", "after its end", [/ ended on 2027-04-30/]],
  ["nodejs24.x", "22.20.0", "2027-01-01", "on a Node that ends", [/Node 22 ends on 2027-04-30/]],
  ["nodejs24.x", "20.20.0", "2026-11-25", "on an old Node", [/Node 20 ended/, /SDK's support of/]],
  ["nodejs24.x", "27.0.0", "2026-11-25", "on a Node that nobody knew", []],
])("%s, synthesized by Node %s on %s: %s", (runtime, node, date, _, lines) => {
  const said = expiring(runtime as never, node, day(date));
  expect(said).toStrictEqual(lines.map((line) => expect.stringMatching(line)));
});

const all = [...Object.values(runtimeLifetimes), ...Object.values(nodeLifetimes).flat()];

test("each entry has a date, advice and a source", () => {
  expect(Object.keys(runtimeLifetimes)).toStrictEqual(lambda.shape.runtime.def.innerType.options);
  for (const { ends, advice, source } of all) {
    expect(ends).toMatch(/^20\d\d-\d\d-\d\d$/);
    expect(advice).toMatch(/\.$/);
    expect(source).toMatch(/^https:/);
  }
});

test("no entry ended more than a year ago: remove it, and what needs it", () => {
  const year = 365 * 86_400_000;
  expect(all.filter(({ ends }) => Date.parse(ends) + year < Date.now())).toStrictEqual([]);
});
