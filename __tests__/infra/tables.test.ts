/** The tables in the Terraform: keys, indexes, limits and protection. */
import { readTables } from "../../functions/table";
import type { IndexSettings } from "../../infra/settings/tables";
import { synthesize } from "../support/infra/synthesize";
import { variant } from "../support/infra/variants";

describe("tables", () => {
  const key = (name: string, type: "S" | "N" | "B" = "S") => ({ name, type });
  const orders = {
    hashKey: key("customer"),
    sortKey: key("time", "N"),
    globalIndexes: { "by-state": { hashKey: key("state"), sortKey: key("time", "N") } },
    localIndexes: { "by-total": key("total", "N") },
    ttlAttribute: "expires",
    maxReadUnits: 10,
  };
  const stack = synthesize({ tables: { Orders: orders, Plain: { hashKey: key("Id", "B") } } });

  test("have the keys, indexes, expiry and cost limits of the settings", () => {
    expect(stack.one("aws_dynamodb_table", "Orders")).toMatchObject({
      hash_key: "customer",
      range_key: "time",
      attribute: [
        { name: "customer", type: "S" },
        { name: "time", type: "N" },
        { name: "state", type: "S" },
        { name: "total", type: "N" },
      ],
      global_secondary_index: [
        {
          name: "by-state",
          hash_key: "state",
          range_key: "time",
          projection_type: "ALL",
          on_demand_throughput: { max_read_request_units: 10, max_write_request_units: 1000 },
        },
      ],
      local_secondary_index: [{ name: "by-total", range_key: "total", projection_type: "ALL" }],
      ttl: { attribute_name: "expires", enabled: true },
      on_demand_throughput: { max_read_request_units: 10, max_write_request_units: 1000 },
    });
  });

  test.each(["default", "local index", "global index", "several tables"] as const)(
    "declare each attribute of a key once, and no other, or DynamoDB refuses them: %s",
    (name) => {
      for (const [, table] of variant(name).all("aws_dynamodb_table")) {
        const indexes = [table["global_secondary_index"], table["local_secondary_index"]].flat();
        const keys = [table, ...indexes].flatMap((one) => [one?.["hash_key"], one?.["range_key"]]);
        const attributes = table["attribute"].map((one: { name: string }) => one.name);
        expect(attributes.sort()).toStrictEqual([...new Set(keys.filter(Boolean))].sort());
      }
    },
  );

  test("tell their version attribute and operations to the function alone: nothing of the table changes", () => {
    const only = {
      versionAttribute: "version",
      operations: ["read" as const],
      description: "Some.",
    };
    const { one } = synthesize({
      tables: { Orders: { ...orders, ...only }, Plain: { hashKey: key("Id") } },
    });
    const known = readTables(one("aws_lambda_function")["environment"].variables.TABLES);
    const told = known.map(({ name, versionAttribute, operations }) => [
      name,
      versionAttribute,
      operations,
    ]);
    expect(told).toStrictEqual([
      ["Orders", "version", ["read"]],
      ["Plain", undefined, undefined],
    ]);
    expect(one("aws_dynamodb_table", "Orders")).toStrictEqual(
      stack.one("aws_dynamodb_table", "Orders"),
    );
  });

  test("with indexes let only the operations that take an index use them", () => {
    const [address] = stack.all("aws_dynamodb_table").find(([name]) => name.includes("Orders")) as [
      string,
      never,
    ];
    const policy = JSON.parse(stack.one("aws_iam_role_policy")["policy"]);
    expect(policy.Statement[1]).toStrictEqual({
      Sid: "Indexes",
      Effect: "Allow",
      Action: ["dynamodb:Query", "dynamodb:Scan"],
      Resource: ["by-state", "by-total"].map(
        (name) => `\${aws_dynamodb_table.${address}.arn}/index/${name}`,
      ),
    });
    expect(policy.Statement[0].Resource).toHaveLength(2);
  });

  test.each<[string, IndexSettings]>([
    ["N", { hashKey: key("Id", "N") }],
    ["B", { hashKey: key("state"), sortKey: key("Id", "B") }],
  ])("refuse an attribute with two types: an index's %s", (type, other) => {
    const globalIndexes = { other };
    expect(() => synthesize({ tables: { Orders: { hashKey: key("Id"), globalIndexes } } })).toThrow(
      `tables.Orders: must give the attribute Id the same type in all keys, received ["S","${type}"]`,
    );
  });
});

describe("protection", () => {
  const table = (name: "default" | "prod") => variant(name).one("aws_dynamodb_table");

  test("is on in prod, in DynamoDB and in Terraform, and tables can be restored", () => {
    expect(table("prod")).toMatchObject({
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
      point_in_time_recovery: { enabled: true },
    });
  });

  test("is off elsewhere, so that tables can be destroyed", () => {
    expect(table("default")).not.toHaveProperty("deletion_protection_enabled");
    expect(table("default")).not.toHaveProperty("lifecycle");
    expect(table("default")["point_in_time_recovery"]).toStrictEqual({ enabled: false });
    expect(table("default")["ttl"]).toStrictEqual({ enabled: false }); // absent, the provider would leave it on
  });
});
