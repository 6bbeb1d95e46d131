import { refusalsOf } from "../../deploy/refusals";

const type = "aws_dynamodb_table";
const attribute = ["S", "N"].map((one) => ({ name: one, type: one }));

/** As Terraform's state and the synthesized JSON have it. */
const table = (name: string, more: object = {}) => ({
  type,
  name: `tables_${name}`,
  instances: [{ attributes: { name, hash_key: "S", range_key: "", attribute, ...more } }],
});
const stackOf = (tables: Readonly<Record<string, object>>) => ({
  terraform: { required_providers: {} },
  resource: {
    [type]: Object.fromEntries(
      Object.entries(tables).map(([name, one]) => [`tables_${name}`, one]),
    ),
  },
});
const plain = { hash_key: "S", attribute };
const guarded = { deletion_protection_enabled: true };

test("a deploy may not delete a protected table", () => {
  const resources = [table("Kept", guarded), table("Gone", guarded), table("Free")];
  expect(refusalsOf("apply", { resources }, stackOf({ Kept: plain }))).toStrictEqual([
    "The table Gone is protected, and its entry in `tables` was removed or renamed.",
  ]);
});

test("a destroy may not leave protected tables alone; with the protection in the stack, Terraform refuses", () => {
  const resources = [table("Lifted"), table("Guarded", guarded), table("Prevented", guarded)];
  const prevented = { ...plain, lifecycle: { prevent_destroy: true } };
  const stack = stackOf({ Lifted: plain, Guarded: plain, Prevented: prevented });
  expect(refusalsOf("destroy", { resources }, stack)).toStrictEqual([
    "The table Guarded is still protected in the account.",
  ]);
});

const other = [
  { name: "S", type: "N" },
  { name: "N", type: "N" },
];
const global = (name: string, keys: object) => ({ global_secondary_index: [{ name, ...keys }] });
const local = (key: string) => ({ local_secondary_index: [{ name: "l", range_key: key }] });

test.each<[string, object, object, string]>([
  ["the same", {}, {}, ""],
  ["a hash key", {}, { attribute: other }, "hashKey"],
  [
    "a sort key",
    { hash_key: "N", range_key: "S" },
    { hash_key: "N", range_key: "S", attribute: other },
    "sortKey",
  ],
  ["a hash key of a table that is replaced", {}, { attribute: other, range_key: "N" }, ""],
  [
    "a key of an index",
    { hash_key: "N", ...global("g", { hash_key: "S" }) },
    { hash_key: "N", ...global("g", { hash_key: "S" }), attribute: other },
    "globalIndexes.g.hashKey",
  ],
  [
    "a key of another index",
    { hash_key: "N", ...global("g", { hash_key: "S" }) },
    { hash_key: "N", ...global("h", { hash_key: "S" }), attribute: other },
    "",
  ],
  [
    "a key of a local index",
    { hash_key: "N", ...local("S") },
    { hash_key: "N", ...local("S"), attribute: other },
    "localIndexes.l",
  ],
])("a deploy may not give a key another type: %s", (_, before, after, place) => {
  const resources = [table("T", before)];
  const message = `The ${place} of the table T, S, has the type S, and the settings say N.`;
  const refused = refusalsOf("apply", { resources }, stackOf({ T: { ...plain, ...after } }));
  expect(refused).toStrictEqual(place ? [message] : []);
});

test("a first deploy is not refused", () => {
  expect(refusalsOf("apply", {}, stackOf({ T: plain }))).toStrictEqual([]);
});
