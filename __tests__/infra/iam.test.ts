/** IAM, proven by a simulator: what the function may do, who may be the function, who may invoke it. */
import type { Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { apiId, arnOf, resolved } from "../support/infra/arns";
import {
  account,
  allowedActions,
  type Decision,
  decide,
  region,
  user,
} from "../support/infra/simulate";
import type { Config } from "../support/infra/synthesize";
import { variant } from "../support/infra/variants";

const stack = resolved(variant("several tables"));
const only = (type: string, name = "") => {
  const found = Object.entries(stack[type] ?? {}).filter(([address]) => address.includes(name));
  expect(found).toHaveLength(1);
  return found[0]?.[1] as Config;
};
const tables = Object.values(stack["aws_dynamodb_table"] ?? {}).map((table) => ({
  arn: arnOf("aws_dynamodb_table", table),
  indexes: [table["global_secondary_index"], table["local_secondary_index"]]
    .flat()
    .filter(Boolean)
    .map(({ name }) => `${arnOf("aws_dynamodb_table", table)}/index/${name}`),
}));
const tableArns = tables.map(({ arn }) => arn);
const indexArns = tables.flatMap(({ indexes }) => indexes);

const commands = Object.values<Operation>(operations).filter((row) => "Command" in row);
const onTables = new Set<string>(commands.flatMap((row) => row.actions));
const onIndexes = new Set<string>(
  commands.filter((row) => row.takesIndex).flatMap((row) => row.actions),
);

describe("the function's role", () => {
  const identityPolicy = JSON.parse(only("aws_iam_role_policy")["policy"]);
  const principal = arnOf("aws_iam_role", only("aws_iam_role"));
  const allowedOn = (service: string, resource: string) =>
    allowedActions(service, { resource, principal, identityPolicy });

  test("the tables of this test have indexes", () => {
    expect(tableArns.length).toBeGreaterThan(1);
    expect(indexArns.length).toBeGreaterThan(1);
  });

  test.each(tableArns)(
    "may do the rows' actions on %s, and no other of DynamoDB's",
    async (arn) => {
      expect(await allowedOn("dynamodb", arn)).toStrictEqual([...onTables].sort());
    },
  );

  test.each(indexArns)("may do the actions of rows that take an index on %s", async (arn) => {
    expect(await allowedOn("dynamodb", arn)).toStrictEqual([...onIndexes].sort());
  });

  test.each([
    ["another table", `${tableArns[0]}s`],
    ["a table in another region", tableArns[0]?.replace(region, "eu-west-1")],
    ["a table in another account", tableArns[0]?.replace(account, "210987654321")],
    ["an index that is not in the settings", `${tableArns[0]}/index/other`],
    ["a stream of the table", `${tableArns[0]}/stream/2026-01-01T00:00:00.000`],
    ["a backup of the table", `${tableArns[0]}/backup/01234567890123-abcdefgh`],
  ])("may do nothing on %s", async (_, arn) => {
    expect(await allowedOn("dynamodb", arn as string)).toStrictEqual([]);
  });

  test("may write to its log group, and neither create nor read one", async () => {
    const group = arnOf("aws_cloudwatch_log_group", only("aws_cloudwatch_log_group"));
    expect(await allowedOn("logs", `${group}:log-stream:x`)).toStrictEqual([
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]);
    expect(await allowedOn("logs", `${group}s:log-stream:x`)).toStrictEqual([]);
  });

  test("may send traces", async () => {
    expect(await allowedOn("xray", "*")).toStrictEqual([
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]);
  });

  test("may do nothing of another service", () => {
    const actions: string[] = identityPolicy.Statement.flatMap(
      ({ Action }: { Action: string[] }) => Action,
    );
    const services = actions.map((action) => action.split(":")[0]);
    expect([...new Set(services)].sort()).toStrictEqual(["dynamodb", "logs", "xray"]);
  });

  test.each<[string, Decision]>([
    ["lambda.amazonaws.com", "Allowed"],
    ["apigateway.amazonaws.com", "ImplicitlyDenied"],
    ["ec2.amazonaws.com", "ImplicitlyDenied"],
    [user, "ImplicitlyDenied"],
    ["arn:aws:iam::210987654321:root", "ImplicitlyDenied"],
  ])("assumed by %s: %s", async (principal, decision) => {
    const role = only("aws_iam_role");
    const resourcePolicy = JSON.parse(role["assume_role_policy"]);
    const resource = arnOf("aws_iam_role", role);
    const request = { action: "sts:AssumeRole", resource, principal, resourcePolicy };
    expect(await decide(request)).toBe(decision);
  });
});

describe("the alias of the function", () => {
  const alias = `${arnOf("aws_lambda_function", only("aws_lambda_function"))}:live`;
  const api = `arn:aws:execute-api:${region}:${account}:${apiId}`;
  const permissions = Object.values(stack["aws_lambda_permission"] ?? {});

  /** The statement that Lambda makes of a permission. */
  const statementOf = (permission: Config) => ({
    Sid: permission["statement_id"],
    Effect: "Allow",
    Principal: { Service: permission["principal"] },
    Action: permission["action"],
    Resource: alias,
    Condition: { ArnLike: { "aws:SourceArn": permission["source_arn"] } },
  });

  const gateway = "apigateway.amazonaws.com";
  const invoke = (sourceArn: string, given = permissions, principal = gateway) =>
    decide({
      action: "lambda:InvokeFunction",
      resource: alias,
      principal,
      context: { "aws:SourceArn": sourceArn },
      resourcePolicy: { Version: "2012-10-17", Statement: given.map(statementOf) },
    });

  const routes = ["POST/DynamoDBManager", "*/DynamoDBManager", "*/DynamoDBManager/*", "*/", "*/*"];

  test.each(routes)("is invoked by the API for %s, and by the console's test", async (route) => {
    expect(await invoke(`${api}/prod/${route}`)).toBe("Allowed");
    expect(await invoke(`${api}/test-invoke-stage/${route}`)).toBe("Allowed");
  });

  test.each([
    ["another API", `${api}x/prod/POST/DynamoDBManager`, gateway],
    ["an API of another account", `${api}/prod/POST/x`.replace(account, "210987654321"), gateway],
    ["an API of another region", `${api}/prod/POST/x`.replace(region, "eu-west-1"), gateway],
    ["another service", `${api}/prod/POST/DynamoDBManager`, "events.amazonaws.com"],
    ["another account", `${api}/prod/POST/DynamoDBManager`, "arn:aws:iam::210987654321:root"],
  ])("is not invoked by %s", async (_, sourceArn, principal) => {
    expect(await invoke(sourceArn, permissions, principal)).toBe("ImplicitlyDenied");
  });

  test("has a permission for each route, which is for that route and those below it", async () => {
    const covered = permissions.map(async (permission) => {
      const decided = routes.map((route) => invoke(`${api}/prod/${route}`, [permission]));
      const decisions = await Promise.all(decided);
      const own = permission["source_arn"].replace(`${api}/*/`, "");
      return [own, routes.filter((_, i) => decisions[i] === "Allowed")] as const;
    });
    // In these patterns, * stands for any method, and for any path of any depth.
    expect(Object.fromEntries(await Promise.all(covered))).toStrictEqual({
      "POST/DynamoDBManager": ["POST/DynamoDBManager"],
      "*/DynamoDBManager": ["POST/DynamoDBManager", "*/DynamoDBManager"],
      "*/DynamoDBManager/*": ["*/DynamoDBManager/*"],
      "*/": ["*/"],
      "*/*": routes,
    });
  });
});
