/** The rows' examples as requests, and items for them. */
import type { ExampleItems, Operation } from "./operation";
import { findOperation } from "./operations";
import type { KeyAttribute, Table } from "./table";

/** The items of the guide's requests. */
const guideItems: ExampleItems = { key: { Id: "1" }, other: { Id: "2" } };

/** The envelope of a row's example, by default for the guide's table. */
export function exampleRequest(name: string, tableName = "LambdaTable", items = guideItems) {
  const row = findOperation(name) as Operation;
  return {
    operation: name,
    ...("Command" in row && { tableName }),
    payload: row.example(items),
  };
}

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
