/** The document of tables that allow only some operations. */
import type { OperationName } from "../../functions/operations";
import { describeApi } from "../../infra/openapi/document";
import { resolveSettings } from "../../infra/settings/settings";

interface Described {
  readonly tags: readonly string[];
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: object };
}

const limited = (operations: OperationName[]) => ({
  hashKey: { name: "customer", type: "S" as const },
  sortKey: { name: "limit", type: "N" as const },
  globalIndexes: {
    "by-state": {
      hashKey: { name: "state", type: "S" as const },
      sortKey: { name: "order", type: "B" as const },
    },
  },
  localIndexes: { "by-time": { name: "time", type: "S" as const } },
  operations,
});
const settings = resolveSettings({
  tables: {
    Queried: limited(["query"]),
    Listed: limited(["list"]),
    Batches: limited(["batchRead"]),
  },
});
const { paths, components } = describeApi(settings, ".") as Document;

test("the document has the paths, methods and parameters that are served; without list, an index is required", () => {
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { tags, parameters = [] }]) => {
      const queries = parameters.filter((one) => one.in === "query");
      const names = queries.map(({ name, required }) => (required ? `${name}!` : name));
      const below = path.replace("/DynamoDBManager/", "");
      return tags.includes("Operations") ? [] : [[method, below, names.join(" ")]];
    }),
  );
  expect(found).toStrictEqual([
    ["get", "Queried", "limit cursor order fields index! state key.order"],
    ["get", "Queried/{customer}", "limit cursor order fields index key.limit time"],
    ["get", "Listed", "limit cursor fields index"],
  ]);
});

test("the envelope has the operations that some table allows, each with those tables", () => {
  expect(components.schemas).not.toHaveProperty(["create.request"]);
  for (const [operation, table] of [
    ["query", "Queried"],
    ["list", "Listed"],
    ["batchRead", "Batches"],
  ]) {
    const names = [`${operation}.request`, "properties", "tableName", "enum"];
    expect(components.schemas).toHaveProperty(names, [table]);
  }
});
