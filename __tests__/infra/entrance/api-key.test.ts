/** The API keys of callers, with their usage plans and outputs. */
import { synthesize } from "../../support/infra/synthesize";
import { variant } from "../../support/infra/variants";

const { all, one, json } = synthesize({
  environment: "dev",
  api: { auth: "apiKey", quota: { limit: 7, period: "WEEK" }, rateLimit: 3, burstLimit: 4 },
});
const types = [
  "aws_api_gateway_api_key",
  "aws_api_gateway_usage_plan",
  "aws_api_gateway_usage_plan_key",
];
const [key, plan, stage] = [...types.slice(0, 2), "aws_api_gateway_stage"].map((type) => {
  const [[address]] = all(type) as [[string, object]];
  return `${type}.${address}`;
});

test("the plan limits the key on the stage, by the quota and the rates that are set", () => {
  expect(one("aws_api_gateway_usage_plan")).toMatchObject({
    name: "DynamoDBOperations-dev",
    api_stages: [{ stage: `\${${stage}.stage_name}` }],
    quota_settings: { limit: 7, period: "WEEK" },
    throttle_settings: { rate_limit: 3, burst_limit: 4 },
  });
});

test("the default quota is 10,000 requests a day", () => {
  const plain = variant("API key");
  expect(plain.one("aws_api_gateway_usage_plan")).toMatchObject({
    quota_settings: { limit: 10_000, period: "DAY" },
    throttle_settings: { rate_limit: 50, burst_limit: 100 },
  });
});

test("the key is in the plan", () => {
  expect(one("aws_api_gateway_api_key")).toMatchObject({ name: "DynamoDBOperations-dev" });
  expect(one("aws_api_gateway_usage_plan_key")).toMatchObject({
    key_id: `\${${key}.id}`,
    key_type: "API_KEY",
    usage_plan_id: `\${${plan}.id}`,
  });
});

test("the key's id is an output, with the command that shows its value; the value is not", () => {
  expect(json.output.api_key_id.value).toBe(`\${${key}.id}`);
  expect(json.output.api_key_command.value).toMatch(
    /^aws apigateway get-api-key --include-value .*--region us-east-1 --api-key \$\{.*\.id\}$/,
  );
  expect(one("aws_api_gateway_api_key")).not.toHaveProperty("value");
});

test("each caller has a key with limits of its own, and outputs; that of the default caller stays", () => {
  const several = variant("callers");
  const alone = variant("API key");
  // A key with another address would be another key.
  expect(alone.all("aws_api_gateway_api_key")[0]?.[0]).toMatch(/^entrance_key_[0-9A-F]{8}$/);
  for (const type of types) {
    expect(several.all(type)).toHaveLength(2);
    const [[address, config]] = alone.all(type) as [[string, object]];
    expect(Object.fromEntries(several.all(type))[address]).toStrictEqual(config);
  }
  expect(several.one("aws_api_gateway_api_key", "shop")).toMatchObject({
    name: "DynamoDBOperations-shop-dev",
  });
  expect(several.one("aws_api_gateway_usage_plan", "shop")).toMatchObject({
    quota_settings: { limit: 100, period: "DAY" },
    throttle_settings: { rate_limit: 5, burst_limit: 100 },
  });
  const [[address]] = several
    .all("aws_api_gateway_api_key")
    .filter(([name]) => name.includes("shop")) as [[string, object]];
  expect(several.json.output).toMatchObject({
    ...alone.json.output,
    api_key_id_shop: { value: `\${aws_api_gateway_api_key.${address}.id}` },
    api_key_command_shop: { value: expect.stringMatching(`--api-key \\$\\{.*${address}\\.id\\}$`) },
  });
});

test("an API that needs no key has none", () => {
  const signed = variant("default");
  for (const type of types) expect(signed.has(type)).toBe(false);
  expect(signed.json.output).not.toHaveProperty("api_key_id");
});
