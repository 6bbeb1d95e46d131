/** What is in the account, asked of AWS's own APIs and not of Terraform. */
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  IAMClient,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import {
  LambdaClient,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
} from "@aws-sdk/client-lambda";
import { alarmNames, dashboardNames } from "./query";

export function connect(endpoint: string) {
  const config = {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  return {
    endpoint,
    api: new APIGatewayClient(config),
    dynamodb: new DynamoDBClient(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
  };
}

export type Account = ReturnType<typeof connect>;

/** The names of everything that a deploy could leave behind, sorted by kind. */
export async function inventory({ api, dynamodb, endpoint, iam, lambda, logs }: Account) {
  const functions = (await lambda.send(new ListFunctionsCommand())).Functions ?? [];
  const versions = functions.map(async ({ FunctionName }) => {
    const listed = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    return (listed.Versions ?? []).map(({ Version }) => `${FunctionName}:${Version}`);
  });
  const roles = (await iam.send(new ListRolesCommand())).Roles ?? [];
  const rolePolicies = roles.map(async ({ RoleName }) => {
    const listed = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    return (listed.PolicyNames ?? []).map((name) => `${RoleName}/${name}`);
  });
  const policies = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
  const groups = await logs.send(new DescribeLogGroupsCommand());
  return {
    alarms: await alarmNames(endpoint),
    dashboards: await dashboardNames(endpoint),
    tables: (await dynamodb.send(new ListTablesCommand())).TableNames ?? [],
    functions: (await Promise.all(versions)).flat().sort(),
    roles: roles.map(({ RoleName }) => RoleName).sort(),
    policies: [
      ...(await Promise.all(rolePolicies)).flat(),
      ...(policies.Policies ?? []).map(({ PolicyName }) => PolicyName),
    ].sort(),
    logGroups: (groups.logGroups ?? []).map(({ logGroupName }) => logGroupName).sort(),
    apis: ((await api.send(new GetRestApisCommand())).items ?? []).map(({ name }) => name).sort(),
  };
}
