/** The rows' examples as requests, for documentation and tests. */
import type { ExampleItems, Operation } from "./operation";
import { findOperation } from "./operations";

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
