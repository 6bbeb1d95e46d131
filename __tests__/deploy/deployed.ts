/** The deployed service as AWS's own APIs describe it. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  GetIntegrationCommand,
  GetModelsCommand,
  GetResourcesCommand,
  GetRestApisCommand,
  GetStagesCommand,
} from "@aws-sdk/client-api-gateway";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { GetRoleCommand, GetRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  GetAliasCommand,
  GetFunctionCommand,
  GetPolicyCommand,
  ListTagsCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import type { Account } from "../support/deploy/account";
import type { Checkout } from "../support/deploy/checkout";
import { testedRuntime } from "../support/deploy/emulator";

const FunctionName = "LambdaFunctionOverHttps";

export async function checkDeployed(account: Account, checkout: Checkout): Promise<void> {
  await checkTable(account);
  await checkFunction(account, checkout);
  await checkRole(account);
  await checkApi(account);
}

async function checkTable({ dynamodb }: Account): Promise<void> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: "LambdaTable" }));
  assert.deepEqual(Table?.KeySchema, [{ AttributeName: "Id", KeyType: "HASH" }]);
  assert.equal(Table?.BillingModeSummary?.BillingMode, "PAY_PER_REQUEST");
  assert.equal(Table?.SSEDescription?.Status, "ENABLED");
}

async function checkFunction({ lambda, logs }: Account, { stack, home }: Checkout) {
  const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName }));
  const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  const [synthesized] = Object.values<Record<string, unknown>>(resource.aws_lambda_function);
  const zip = readFileSync(join(home, "dist/function.zip"));
  assert.equal(Configuration?.CodeSha256, createHash("sha256").update(zip).digest("base64"));
  assert.equal(Configuration?.CodeSha256, synthesized?.["source_code_hash"]);
  assert.equal(Configuration?.Runtime, testedRuntime);
  assert.equal(Configuration?.Handler, "index.handler");
  assert.deepEqual(Configuration?.Architectures, ["arm64"]);
  assert.deepEqual([Configuration?.MemorySize, Configuration?.Timeout], [512, 10]);
  assert.equal(Configuration?.TracingConfig?.Mode, "Active");
  assert.deepEqual(Configuration?.Environment?.Variables, {
    TABLES:
      '[{"name":"LambdaTable","physicalName":"LambdaTable","keys":[{"name":"Id","type":"S"}]}]',
    CODE_SHA256: Configuration?.CodeSha256,
  });
  const alias = await lambda.send(new GetAliasCommand({ FunctionName, Name: "live" }));
  const { Versions } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  assert.equal(alias.FunctionVersion, Versions?.at(-1)?.Version);
  const { Tags } = await lambda.send(new ListTagsCommand({ Resource: Configuration?.FunctionArn }));
  assert.deepEqual(Tags, { project: "dynamodb-operations", environment: "default" });
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand());
  assert.deepEqual(
    logGroups?.map((group) => [group.logGroupName, group.retentionInDays]),
    [[`/aws/lambda/${FunctionName}`, 14]],
  );
}

async function checkRole({ iam }: Account): Promise<void> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: FunctionName }));
  assert.match(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""), /lambda\.amazonaws\.com/);
  const { PolicyDocument } = await iam.send(
    new GetRolePolicyCommand({ RoleName: FunctionName, PolicyName: FunctionName }),
  );
  const [tables] = JSON.parse(decodeURIComponent(PolicyDocument ?? "")).Statement;
  const rows = Object.values<Operation>(operations);
  assert.deepEqual(
    tables.Action,
    [...new Set(rows.flatMap((row) => ("Command" in row ? row.actions : [])))].sort(),
  );
  assert.deepEqual(tables.Resource, ["arn:aws:dynamodb:us-east-1:123456789012:table/LambdaTable"]);
}

async function checkApi({ api, lambda }: Account): Promise<void> {
  const { items: apis } = await api.send(new GetRestApisCommand());
  assert.deepEqual(
    apis?.map((one) => one.name),
    ["DynamoDBOperations"],
  );
  const restApiId = apis?.[0]?.id as string;
  const { items } = await api.send(new GetResourcesCommand({ restApiId }));
  const tree = items?.map(({ path, resourceMethods }) => [
    path,
    Object.keys(resourceMethods ?? {}).sort(),
  ]);
  assert.deepEqual(tree?.sort(), [
    ["/", ["ANY"]],
    ["/DynamoDBManager", ["ANY", "POST"]],
    ["/DynamoDBManager/{proxy+}", ["ANY"]],
    ["/{proxy+}", ["ANY"]],
  ]);
  const resourceId = items?.find(({ path }) => path === "/DynamoDBManager")?.id;
  const integration = await api.send(
    new GetIntegrationCommand({ restApiId, resourceId, httpMethod: "POST" }),
  );
  assert.equal(integration.type, "AWS_PROXY");
  assert.match(integration.uri ?? "", /function:LambdaFunctionOverHttps:live\/invocations$/);
  const { items: models } = await api.send(new GetModelsCommand({ restApiId }));
  const schema = JSON.parse(models?.find(({ name }) => name === "Envelope")?.schema ?? "{}");
  assert.deepEqual(schema.properties.operation.enum, Object.keys(operations));
  const [stage] = (await api.send(new GetStagesCommand({ restApiId }))).item ?? [];
  assert.equal(stage?.stageName, "prod");
  const limits = stage?.methodSettings?.["*/*"];
  assert.deepEqual([limits?.throttlingRateLimit, limits?.throttlingBurstLimit], [50, 100]);
  assert.equal(limits?.dataTraceEnabled, false);
  const policy = await lambda.send(new GetPolicyCommand({ FunctionName, Qualifier: "live" }));
  const arns = JSON.parse(policy.Policy ?? "{}").Statement.map(
    (statement: { Condition: { ArnLike: Record<string, string> } }) =>
      statement.Condition.ArnLike["AWS:SourceArn"],
  );
  const arn = `arn:aws:execute-api:us-east-1:123456789012:${restApiId}`;
  const paths = ["*/", "*/*", "*/DynamoDBManager", "*/DynamoDBManager/*", "POST/DynamoDBManager"];
  assert.deepEqual(
    arns.sort(),
    paths.map((path) => `${arn}/*/${path}`),
  );
}
