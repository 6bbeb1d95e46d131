/** The stack as a whole: its snapshots, names, outputs, provider and state. */
import type { SettingsInput } from "../../infra/settings/settings";
import { synthesize } from "../support/infra/synthesize";
import { variant } from "../support/infra/variants";

const { text, json, all, one } = variant("default");

test.each(["default", "prod"])(
  "the configuration of %s equals the reviewed snapshot",
  (environment) => {
    expect(`${synthesize({ environment }).text}\n`).toMatchSnapshot();
  },
);

test("two synths are identical, and name no path of this machine", () => {
  expect(synthesize().text).toBe(text);
  expect(text).not.toContain(process.cwd());
});

test("the names are the guide's", () => {
  expect(one("aws_dynamodb_table")).toMatchObject({ name: "LambdaTable", hash_key: "Id" });
  expect(one("aws_lambda_function")).toMatchObject({ function_name: "LambdaFunctionOverHttps" });
  expect(one("aws_api_gateway_rest_api")).toMatchObject({ name: "DynamoDBOperations" });
  expect(one("aws_api_gateway_resource", "manager")).toMatchObject({
    path_part: "DynamoDBManager",
  });
  expect(one("aws_api_gateway_method", "post")).toMatchObject({ http_method: "POST" });
  expect(one("aws_api_gateway_stage")).toMatchObject({ stage_name: "prod" });
  expect(one("aws_lambda_alias")).toMatchObject({ name: "live" });
});

test("another environment has its name in every name", () => {
  const dev = variant("another environment");
  expect(dev.one("aws_dynamodb_table")).toMatchObject({ name: "LambdaTable-dev" });
  expect(dev.one("aws_lambda_function")).toMatchObject({
    function_name: "LambdaFunctionOverHttps-dev",
  });
  expect(dev.one("aws_iam_role")).toMatchObject({ name: "LambdaFunctionOverHttps-dev" });
  expect(dev.one("aws_api_gateway_rest_api")).toMatchObject({ name: "DynamoDBOperations-dev" });
});

test("the outputs are what a person needs after a deploy", () => {
  expect(Object.keys(json.output).sort()).toStrictEqual([
    "code_sha256",
    "curl",
    "function_name",
    "invoke_url",
    "table_names",
  ]);
  const [[table]] = all("aws_dynamodb_table") as [[string, object]];
  const [[lambda]] = all("aws_lambda_function") as [[string, object]];
  expect(json.output).toMatchObject({
    table_names: { value: { LambdaTable: `\${aws_dynamodb_table.${table}.name}` } },
    function_name: { value: `\${aws_lambda_function.${lambda}.function_name}` },
    code_sha256: { value: `\${aws_lambda_function.${lambda}.source_code_hash}` },
  });
  expect(json.output.curl.value).toMatch(/^curl --aws-sigv4 aws:amz:us-east-1:execute-api .*-d/);
});

test.each<[string, SettingsInput, string]>([
  ["a current runtime", {}, "6.21.0"],
  ["the runtime for who has an older one", { function: { runtime: "nodejs22.x" } }, "5.100.0"],
  [
    "a TLS policy",
    {
      function: { runtime: "nodejs22.x" },
      api: { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" },
    },
    "6.66.0",
  ],
])("%s requires the first provider that knows it, and no new major version", (_, input, since) => {
  const { required_providers } = synthesize(input).json.terraform;
  expect(required_providers.aws.version).toBe(`>= ${since}, < 7.0.0`);
});

test("the state is a file beside the project", () => {
  expect(json.terraform.required_version).toBe(">= 1.5");
  expect(json.terraform.backend).toStrictEqual({
    local: { path: "../../../terraform.dynamodb-operations.tfstate" },
  });
  expect(json.provider.aws[0].default_tags).toStrictEqual([
    { tags: { project: "dynamodb-operations", environment: "default" } },
  ]);
});

test("the state can be in S3, with S3's own locking", () => {
  const { terraform } = synthesize({ environment: "dev", state: { bucket: "states" } }).json;
  expect(terraform.required_version).toBe(">= 1.10");
  expect(terraform.backend).toStrictEqual({
    s3: {
      bucket: "states",
      key: "dynamodb-operations-dev/terraform.tfstate",
      region: "us-east-1",
      encrypt: true,
      use_lockfile: true,
    },
  });
});

test("the state's bucket may be in another region than the stack", () => {
  const { json } = variant("state in S3");
  expect(json.terraform.backend.s3).toMatchObject({ bucket: "states", region: "eu-west-1" });
  expect(json.provider.aws).toMatchObject([{ region: "us-east-1" }]);
});
