/** The function, its role and its time-outs in the Terraform. */
import { createHash } from "node:crypto";
import { limits } from "../../../functions/client";
import type { Operation } from "../../../functions/operation";
import { operations } from "../../../functions/operations";
import { resolveSettings } from "../../../infra/settings/settings";
import { variant } from "../../support/infra/variants";

const { all, one } = variant("default");

describe("the function", () => {
  const lambda = one("aws_lambda_function");

  test("runs on arm64 and a current runtime, traced, and publishes versions", () => {
    expect(lambda).toMatchObject({
      architectures: ["arm64"],
      runtime: "nodejs24.x",
      handler: "index.handler",
      publish: true,
      tracing_config: { mode: "Active" },
    });
  });

  test("has the memory and the time that are set", () => {
    expect(lambda).toMatchObject({ memory_size: 512, timeout: 10 });
    expect(variant("own limits").one("aws_lambda_function")).toMatchObject({
      memory_size: 1024,
      timeout: 20,
    });
  });

  test("shares the account's concurrency and starts on demand, unless it is set", () => {
    expect(lambda).not.toHaveProperty("reserved_concurrent_executions");
    expect(variant("default").has("aws_lambda_provisioned_concurrency_config")).toBe(false);
    const limited = variant("own concurrency");
    const [[alias]] = limited.all("aws_lambda_alias") as [[string, object]];
    expect(limited.one("aws_lambda_function")).toMatchObject({
      reserved_concurrent_executions: 20,
    });
    expect(limited.one("aws_lambda_provisioned_concurrency_config")).toMatchObject({
      function_name: `\${aws_lambda_alias.${alias}.function_name}`,
      qualifier: `\${aws_lambda_alias.${alias}.name}`,
      provisioned_concurrent_executions: 2,
    });
  });

  test("brings its code along in the stack's directory: no path of this machine is named", () => {
    expect(lambda["filename"]).toMatch(/^assets\/[\w/]+\/function\.zip$/);
  });

  const hash = createHash("sha256").update("stands for the bundle in tests").digest("base64");
  test("has the hash of its code in the JSON", () => {
    expect(lambda).toMatchObject({ source_code_hash: hash });
  });

  test("has in its environment the logical and physical tables and the hash of its code, and nothing else", () => {
    expect(lambda["environment"]).toStrictEqual({
      variables: {
        TABLES:
          '[{"name":"LambdaTable","physicalName":"LambdaTable","keys":[{"name":"Id","type":"S"}]}]',
        CODE_SHA256: hash,
      },
    });
  });

  test("writes JSON, which queries of logs can read, to a group that is declared", () => {
    const [address] = all("aws_cloudwatch_log_group")[0] as [string, never];
    expect(lambda["logging_config"]).toStrictEqual({
      log_format: "JSON",
      log_group: `\${aws_cloudwatch_log_group.${address}.name}`,
    });
    expect(one("aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/lambda/LambdaFunctionOverHttps",
      retention_in_days: 14,
    });
  });
});

describe("the role", () => {
  const [role] = all("aws_iam_role")[0] as [string, never];
  const policy = JSON.parse(one("aws_iam_role_policy")["policy"]);
  const statement = (sid: string) =>
    policy.Statement.find((one: { Sid: string }) => one.Sid === sid);

  test("may do exactly the table's actions on exactly the tables", () => {
    const [address] = all("aws_dynamodb_table")[0] as [string, never];
    const rows = Object.values<Operation>(operations);
    const actions = [...new Set(rows.flatMap((row) => ("Command" in row ? row.actions : [])))];
    expect(statement("Tables")).toStrictEqual({
      Sid: "Tables",
      Effect: "Allow",
      Action: actions.sort(),
      Resource: [`\${aws_dynamodb_table.${address}.arn}`],
    });
  });

  test("may use no index when no table has one", () => {
    expect(statement("Indexes")).toBeUndefined();
  });

  test("may write logs but not create log groups, and send traces", () => {
    const [address] = all("aws_cloudwatch_log_group")[0] as [string, never];
    expect(statement("Logs")).toMatchObject({
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`\${aws_cloudwatch_log_group.${address}.arn}:*`],
    });
    expect(statement("Traces")).toMatchObject({
      Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      Resource: "*", // X-Ray has no resources to name
    });
    expect(policy.Statement).toHaveLength(3);
  });

  test("is the function's, and its policy is attached to it", () => {
    expect(one("aws_lambda_function")["role"]).toBe(`\${aws_iam_role.${role}.arn}`);
    expect(one("aws_iam_role_policy")["role"]).toBe(`\${aws_iam_role.${role}.name}`);
  });

  test("can only be assumed by Lambda", () => {
    const trust = JSON.parse(one("aws_iam_role")["assume_role_policy"]);
    expect([policy.Version, trust.Version]).toStrictEqual(["2012-10-17", "2012-10-17"]);
    expect(trust.Statement).toStrictEqual([
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "lambda.amazonaws.com" },
      },
    ]);
  });
});

test.each(["default", "prod"] as const)(
  "every timeout is shorter than the one around it: %s",
  (name) => {
    const { one } = variant(name);
    const { attempts, requestTimeout, backoff, reserve } = limits;
    const sdk = attempts * requestTimeout + backoff;
    const lambda = Number(one("aws_lambda_function")["timeout"]) * 1000;
    const gateway = Number(one("aws_api_gateway_integration", "post")["timeout_milliseconds"]);
    expect(sdk).toBeLessThan(lambda - reserve);
    expect(lambda).toBeLessThan(gateway);
    expect(gateway).toBeLessThanOrEqual(29_000);
  },
);

test("a function timeout that is shorter than the SDK's attempts is refused", () => {
  const { attempts, requestTimeout, backoff, reserve } = limits;
  const timeout = Math.floor((attempts * requestTimeout + backoff + reserve) / 1000);
  expect(() => resolveSettings({ function: { timeout } })).toThrow("function.timeout");
});
