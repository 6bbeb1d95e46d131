/** What Terraform asks AWS for, by type of resource: recorded from deploys, updates and destroys with provider 5.100. */

/** API Gateway's actions are HTTP methods on paths: one call of each kind. */
export const gatewayCalls = [
  "POST /restapis",
  "GET /restapis/a1",
  "PATCH /restapis/a1",
  "DELETE /restapis/a1",
  "POST /restapis/a1/resources",
  "GET /restapis/a1/resources/b2/methods/POST",
  "DELETE /restapis/a1/resources/b2/methods/POST/integration",
  "PUT /restapis/a1/gatewayresponses/THROTTLED",
  "PATCH /restapis/a1/stages/prod",
  "PUT /tags/arn%3Aaws%3Aapigateway",
] as const;

const deployerActions: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_dashboard: ["DeleteDashboards", "GetDashboard", "PutDashboard"].map(
    of("cloudwatch"),
  ),
  aws_cloudwatch_log_group: [
    "CreateLogGroup",
    "DeleteLogGroup",
    "DescribeLogGroups",
    "ListTagsForResource",
    "PutRetentionPolicy",
    "TagResource",
    "UntagResource",
  ].map(of("logs")),
  aws_cloudwatch_log_metric_filter: [
    "DeleteMetricFilter",
    "DescribeMetricFilters",
    "PutMetricFilter",
  ].map(of("logs")),
  aws_cloudwatch_metric_alarm: [
    "DeleteAlarms",
    "DescribeAlarms",
    "ListTagsForResource",
    "PutMetricAlarm",
    "TagResource",
    "UntagResource",
  ].map(of("cloudwatch")),
  aws_dynamodb_table: [
    "CreateTable",
    "DeleteTable",
    "DescribeContinuousBackups",
    "DescribeTable",
    "DescribeTimeToLive",
    "ListTagsOfResource",
    "TagResource",
    "UntagResource",
    "UpdateContinuousBackups",
    "UpdateTable",
    "UpdateTimeToLive",
  ].map(of("dynamodb")),
  aws_iam_role: [
    "CreateRole",
    "DeleteRole",
    "GetRole",
    "ListAttachedRolePolicies",
    "ListInstanceProfilesForRole",
    "ListRolePolicies",
    "TagRole",
    "UntagRole",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
  ].map(of("iam")),
  aws_iam_role_policy: ["DeleteRolePolicy", "GetRolePolicy", "PutRolePolicy"].map(of("iam")),
  aws_lambda_alias: ["CreateAlias", "DeleteAlias", "GetAlias", "UpdateAlias"].map(of("lambda")),
  aws_lambda_function: [
    "CreateFunction",
    "DeleteFunction",
    "GetFunction",
    "GetFunctionCodeSigningConfig",
    "GetFunctionConfiguration",
    "ListTags",
    "ListVersionsByFunction",
    "PublishVersion",
    "TagResource",
    "UntagResource",
    "UpdateFunctionCode",
    "UpdateFunctionConfiguration",
  ].map(of("lambda")),
  aws_lambda_permission: ["AddPermission", "GetPolicy", "RemovePermission"].map(of("lambda")),
  terraform_data: [],
};

/** @throws Error for a type that nobody has looked at */
export function actionsFor(type: string): readonly string[] {
  if (/^aws_api_gateway_/.test(type)) return []; // see gatewayCalls
  const actions = deployerActions[type];
  if (actions) return actions;
  throw new Error(
    `no actions are known of ${type}: add it to deployer-actions.ts and docs/security.md`,
  );
}

function of(service: string): (action: string) => string {
  return (action) => `${service}:${action}`;
}
