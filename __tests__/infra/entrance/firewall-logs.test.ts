/** The firewall's log: what is in it, and who may write to it. */
import { variant } from "../../support/infra/variants";

const { all, one } = variant("firewall");
const logging = one("aws_wafv2_web_acl_logging_configuration");
const [address] = all("aws_cloudwatch_log_group").find(([, { name }]) =>
  name.startsWith("aws-waf-logs-"),
) as [string, object];
const group = `aws_cloudwatch_log_group.${address}`;

test("logs go to a group of their own, with a retention", () => {
  expect(one("aws_cloudwatch_log_group", address)).toMatchObject({
    name: "aws-waf-logs-DynamoDBOperations-dev",
    retention_in_days: 30,
  });
  const [[acl]] = all("aws_wafv2_web_acl") as [[string, object]];
  expect(logging).toMatchObject({
    resource_arn: `\${aws_wafv2_web_acl.${acl}.arn}`,
    log_destination_configs: [`\${${group}.arn}`],
  });
});

test("no credential is logged", () => {
  expect(logging["redacted_fields"]).toStrictEqual([
    { single_header: { name: "authorization" } },
    { single_header: { name: "proxy-authorization" } },
    { single_header: { name: "cookie" } },
    { single_header: { name: "set-cookie" } },
    { single_header: { name: "x-api-key" } },
    { single_header: { name: "x-amz-security-token" } },
    { single_header: { name: "x-amz-credential" } },
    { single_header: { name: "x-amz-signature" } },
    { query_string: {} },
  ]);
});

test("only blocked requests are logged", () => {
  expect(logging["logging_filter"]).toStrictEqual({
    default_behavior: "DROP",
    filter: [
      {
        behavior: "KEEP",
        requirement: "MEETS_ANY",
        condition: [{ action_condition: { action: "BLOCK" } }],
      },
    ],
  });
});

test("AWS may deliver only to this group and for this account, before logging is enabled", () => {
  const [[name, policy]] = all("aws_cloudwatch_log_resource_policy") as [[string, never]];
  expect(policy["policy_name"]).toBe("aws-waf-logs-DynamoDBOperations-dev");
  expect(JSON.parse(policy["policy_document"]).Statement).toMatchObject([
    {
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`\${${group}.arn}:*`],
      Condition: {
        StringEquals: {
          "aws:SourceAccount": expect.stringMatching(/^\$\{data\.aws_caller_identity\..*id\}$/),
        },
      },
    },
  ]);
  expect(logging["depends_on"]).toStrictEqual([`aws_cloudwatch_log_resource_policy.${name}`]);
});
