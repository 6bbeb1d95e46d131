import type { SettingsInput } from "../../infra/settings";
import { synthesize } from "./synthesize";

const definition = (input?: SettingsInput) =>
  synthesize(input).one("aws_api_gateway_deployment")["triggers"]["definition"];

const unchanged = definition();

test.each<[string, SettingsInput]>([
  ["authorization", { api: { auth: "none" } }],
  ["the integration's timeout", { api: { integrationTimeout: 16_000 } }],
  ["the function's name", { environment: "dev" }],
])("a change of %s is deployed", (_, input) => {
  expect(definition(input)).not.toBe(unchanged);
});

test.each<[string, SettingsInput]>([
  ["nothing", {}],
  ["the function's memory", { function: { memorySize: 1024 } }],
  ["the function's timeout", { function: { timeout: 11 } }],
  ["throttling, which belongs to the stage", { api: { rateLimit: 1 } }],
  ["the logs", { logRetentionDays: 30 }],
])("a change of %s is not", (_, input) => {
  expect(definition(input)).toBe(unchanged);
});

test("waits for every part of the API, and replaces the old one only afterwards", () => {
  const { one, json } = synthesize();
  const deployment = one("aws_api_gateway_deployment");
  const parts = Object.entries<Record<string, object>>(json.resource)
    .filter(([type]) => /^aws_api_gateway_/.test(type))
    .filter(([type]) => !/_(deployment|stage|method_settings)$/.test(type))
    .flatMap(([type, names]) => Object.keys(names).map((name) => `${type}.${name}`));
  expect([...(deployment["depends_on"] as string[])].sort()).toEqual(parts.sort());
  expect(deployment["lifecycle"]).toEqual({ create_before_destroy: true });
});

test("depends on no table: what it depends on is created before its old self is destroyed", () => {
  const { json } = synthesize();
  const configs = new Map(
    Object.entries<Record<string, object>>(json.resource).flatMap(([type, names]) =>
      Object.entries(names).map(([name, config]) => [`${type}.${name}`, JSON.stringify(config)]),
    ),
  );
  const open = [...configs.keys()].filter((address) => /^aws_api_gateway_deployment/.test(address));
  const reached = new Set(open);
  for (let address = open.pop(); address; address = open.pop()) {
    for (const other of configs.keys()) {
      if (reached.has(other) || !configs.get(address)?.includes(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  expect([...reached].filter((address) => /^aws_lambda_function/.test(address))).toHaveLength(1);
  expect([...reached].filter((address) => /^aws_dynamodb_table/.test(address))).toEqual([]);
});

test("a user pool that is made anew is deployed, though its configuration is the same", () => {
  const { one, all } = synthesize({ api: { auth: "cognito" } });
  const [[address]] = all("aws_cognito_user_pool") as [[string, object]];
  expect(one("aws_api_gateway_deployment")["triggers"]).toMatchObject({
    userPool: `\${aws_cognito_user_pool.${address}.arn}`,
  });
});
