/** What is true of every stack, whatever the settings are. */
import { readTables } from "../../functions/table";
import { resolveSettings } from "../../infra/settings/settings";
import type { TableSettings } from "../../infra/settings/tables";
import { followed, neededBy, referencesIn, resourcesOf } from "../support/infra/graph";
import { accountWide, namedElsewhere, outsideDeployment, ownedByApi } from "../support/infra/names";
import { variant, variantNames, variants } from "../support/infra/variants";

describe.each(variantNames)("with the settings %j", (name) => {
  const { json, all, one, text } = variant(name);
  const settings = resolveSettings(variants[name]);
  const suffix = settings.environment === "default" ? "" : `-${settings.environment}`;
  const resources = resourcesOf(variant(name));
  const addressOf = (type: string) => {
    const [found, ...others] = resources.filter((resource) => resource.type === type);
    expect(others).toHaveLength(0);
    return found?.address ?? `no ${type}`;
  };
  const addressesOf = (type: string) =>
    resources.filter((one) => one.type === type).map(({ address }) => address);

  test("Terraform finds everything that a resource or an output names", () => {
    const there = new Set(resources.map(({ address }) => address));
    const named = [...resources.flatMap(({ needs }) => needs), ...referencesIn(json.output)];
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((address) => !there.has(address))).toStrictEqual([]);
  });

  test("no part is attached to another API or to another stage", () => {
    const parts = resources.flatMap(({ config }) => [config, ...(config["api_stages"] ?? [])]);
    const apis = parts.map((part) => part["rest_api_id"] ?? part["api_id"]).filter(Boolean);
    const stages = parts.map((part) => part["stage_name"] ?? part["stage"]).filter(Boolean);
    const comesTo = (values: unknown[]) => new Set(values.map((one) => followed(resources, one)));
    expect(comesTo(apis)).toStrictEqual(
      new Set([`\${${addressOf("aws_api_gateway_rest_api")}.id}`]),
    );
    expect(comesTo(stages)).toStrictEqual(new Set(["prod"]));
    expect(stages.filter((stage) => stage === "prod")).toHaveLength(1); // the others refer to it
  });

  test("the function asks for this environment's tables, with their keys and indexes", () => {
    const known = readTables(one("aws_lambda_function")["environment"].variables["TABLES"]);
    const made = Object.keys(settings.tables).map((logical) => {
      const table = one("aws_dynamodb_table", logical);
      const keysOf = (...names: string[]) =>
        names
          .filter(Boolean)
          .map((key) => table["attribute"].find((one: { name: string }) => one.name === key));
      const indexesOf = (isLocal: boolean, list: Record<string, string>[] = []) =>
        list.map(({ name, hash_key = table["hash_key"], range_key }) => ({
          name,
          isLocal,
          keys: keysOf(hash_key, range_key as string),
        }));
      const { operations, versionAttribute } = settings.tables[logical] ?? {};
      return {
        name: logical,
        physicalName: table["name"],
        keys: keysOf(table["hash_key"], table["range_key"]),
        indexes: [
          ...indexesOf(false, table["global_secondary_index"]),
          ...indexesOf(true, table["local_secondary_index"]),
        ],
        ...(versionAttribute && { versionAttribute }),
        ...(operations && { operations: new Set(operations) }),
      };
    });
    expect(made.length).toBeGreaterThan(0);
    expect(
      known.map(({ indexes = [], operations, ...table }) => ({
        ...table,
        indexes,
        ...(operations && { operations: new Set(operations) }),
      })),
    ).toStrictEqual(made);
    expect(made.map(({ physicalName }) => physicalName)).toStrictEqual(
      Object.entries(settings.tables).map(
        ([logical, { physicalName }]) => physicalName ?? `${logical}${suffix}`,
      ),
    );
  });

  test("the function may query every table that allows it, and its indexes", () => {
    const { Statement } = JSON.parse(one("aws_iam_role_policy", "function")["policy"]);
    const arn = (address: string) => `\${aws_dynamodb_table.${address}.arn}`;
    const queried = all("aws_dynamodb_table").filter(([address]) => {
      const [, { operations = ["query"] }] = Object.entries(settings.tables).find(([logical]) =>
        address.includes(logical),
      ) as [string, TableSettings];
      return operations.includes("query");
    });
    const indexes = queried.flatMap(([address, table]) =>
      [table["global_secondary_index"], table["local_secondary_index"]]
        .flat()
        .filter(Boolean)
        .map((index) => `${arn(address)}/index/${index["name"]}`),
    );
    const allowed = Statement.filter(({ Action }: { Action: string[] }) =>
      Action.includes("dynamodb:Query"),
    ).flatMap(({ Resource }: { Resource: string[] }) => Resource);
    expect(allowed.sort()).toStrictEqual(
      [...queried.map(([address]) => arn(address)), ...indexes].sort(),
    );
  });

  test("callers reach the published version of the function, by the alias alone", () => {
    const lambda = addressOf("aws_lambda_function");
    const alias = addressOf("aws_lambda_alias");
    expect(one("aws_lambda_alias")).toMatchObject({
      function_name: `\${${lambda}.function_name}`,
      function_version: `\${${lambda}.version}`,
    });
    const called = all("aws_api_gateway_integration").map(([, { uri }]) => uri);
    expect(new Set(called)).toStrictEqual(new Set([`\${${alias}.invoke_arn}`]));
    for (const [, permission] of all("aws_lambda_permission")) {
      expect(permission).toMatchObject({
        function_name: `\${${alias}.function_name}`,
        qualifier: `\${${alias}.name}`,
      });
    }
  });

  test("the stage shows the deployment, and with it every change", () => {
    expect(one("aws_api_gateway_stage")["deployment_id"]).toBe(
      `\${${addressOf("aws_api_gateway_deployment")}.id}`,
    );
  });

  test("the stage exists only after the policies, the API's permissions, and its role for logs", () => {
    const needed = neededBy(resources, addressOf("aws_api_gateway_stage"));
    const before = ["aws_iam_role_policy", "aws_lambda_permission", "aws_api_gateway_account"];
    expect([...needed]).toStrictEqual(expect.arrayContaining(before.flatMap(addressesOf)));
  });

  test("a new deployment does not depend on a table, and the old one is deleted last", () => {
    const deployment = one("aws_api_gateway_deployment");
    const needed = [...neededBy(resources, addressOf("aws_api_gateway_deployment"))];
    expect(needed).toContain(addressOf("aws_lambda_function"));
    expect(needed.filter((address) => /dynamodb/.test(address))).toStrictEqual([]);
    expect(deployment["lifecycle"]).toStrictEqual({ create_before_destroy: true });
    expect(one("aws_api_gateway_rest_api")["lifecycle"]).toStrictEqual({
      create_before_destroy: true,
    });
  });

  test("a deployment is created after every part of the API", () => {
    const parts = resources
      .map(({ address }) => address)
      .filter(
        (address) =>
          /^aws_(api_gateway|cognito)_/.test(address) && !outsideDeployment.test(address),
      );
    const deployment = one("aws_api_gateway_deployment");
    expect(parts.length).toBeGreaterThan(20);
    expect([...deployment["depends_on"]].sort()).toStrictEqual(parts.sort());
  });

  test("every log group has the retention of the settings", () => {
    const groups = all("aws_cloudwatch_log_group").map(([, group]) => group["retention_in_days"]);
    expect(new Set(groups)).toStrictEqual(new Set([settings.logRetentionDays]));
  });

  test("every method that a caller can use leads to the function", () => {
    const at = (config: object) => JSON.stringify(config);
    const methods = all("aws_api_gateway_method").map(([address, method]) =>
      at([method["resource_id"], `\${aws_api_gateway_method.${address}.http_method}`]),
    );
    const integrations = all("aws_api_gateway_integration").map(([, integration]) =>
      at([integration["resource_id"], integration["http_method"]]),
    );
    expect(new Set(methods).size).toBe(methods.length);
    expect(integrations.sort()).toStrictEqual(methods.sort());
  });

  test("the provider works in the region that is set, and tags everything with the environment", () => {
    const tags = { project: "dynamodb-operations", environment: settings.environment };
    expect(json.provider.aws).toMatchObject([
      { region: settings.region, default_tags: [{ tags }] },
    ]);
  });

  test("no secret value is written into the configuration or an output", () => {
    expect(text).not.toMatch(
      /\$\{aws_(api_gateway_api_key|api_gateway_usage_plan_key)\.[\w-]+\.value\}/,
    );
    expect(text).not.toMatch(/\.client_secret\}/);
  });

  test("every name has the environment's suffix", () => {
    const expected = suffix === "" ? /: (?!.*-default$)/ : new RegExp(`: .+${suffix}$`);
    const types = Object.keys(json.resource).filter((type) => !namedElsewhere.test(type));
    expect(types.length).toBeGreaterThan(4);
    for (const type of types) {
      for (const [address, config] of all(type)) {
        const own = config[accountWide[type] ?? `no name is known of ${type}`];
        if (!ownedByApi.test(own)) expect(`${address}: ${own}`).toMatch(expected);
      }
    }
  });
});
