/** Items for examples. */
import type { ExampleItems } from "../../functions/operation";
import type { KeyAttribute, Table } from "../../functions/table";

/** The guide's item has the key "1". */
const values: Readonly<Record<KeyAttribute["type"], readonly [unknown, unknown]>> = {
  S: ["1", "2"],
  N: [1, 2],
  B: [{ $binary: "AQ==" }, { $binary: "Ag==" }],
};

/** The keys of two items of a table, in one partition if it has a sort key. */
export function exampleItems({ keys }: Table): ExampleItems {
  const last = keys.length - 1;
  const key = (which: 0 | 1) =>
    Object.fromEntries(
      keys.map(({ name, type }, i) => [name, values[type][i === last ? which : 0]]),
    );
  return { key: key(0), other: key(1) };
}
