/** The log of the requests that the firewall blocks, without their credentials. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import type { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import type { Construct } from "constructs";
import { credentialHeaders } from "../../functions/http/headers";
import { policyDocument } from "../function/policy";

interface FirewallLogsProps {
  readonly name: string;
  readonly acl: Wafv2WebAcl;
  readonly logRetentionDays: number;
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html */
export function logBlockedRequests(
  scope: Construct,
  { name, acl, logRetentionDays }: FirewallLogsProps,
): Wafv2WebAclLoggingConfiguration {
  const group = new CloudwatchLogGroup(scope, "logs", {
    name: `aws-waf-logs-${name}`, // WAF requires this prefix
    retentionInDays: logRetentionDays,
  });
  return new Wafv2WebAclLoggingConfiguration(scope, "logging", {
    resourceArn: acl.arn,
    logDestinationConfigs: [group.arn],
    redactedFields: [
      ...credentialHeaders.map((header) => ({ singleHeader: { name: header } })),
      { queryString: {} }, // in a presigned URL, it contains the signature
    ],
    loggingFilter: onlyBlocked,
    dependsOn: [allowDelivery(scope, name, group)],
  });
}

/** Requests that pass are not logged, since paths contain keys of items. */
const onlyBlocked = {
  defaultBehavior: "DROP",
  filter: [
    {
      behavior: "KEEP",
      requirement: "MEETS_ANY",
      condition: [{ actionCondition: { action: "BLOCK" } }],
    },
  ],
};

/**
 * Without it WAF creates one policy for all log groups of the account, which is never deleted and
 * reaches its size limit (https://github.com/hashicorp/terraform-provider-aws/issues/25296).
 */
function allowDelivery(scope: Construct, name: string, group: CloudwatchLogGroup) {
  const { accountId } = new DataAwsCallerIdentity(scope, "account");
  return new CloudwatchLogResourcePolicy(scope, "delivery", {
    policyName: `aws-waf-logs-${name}`,
    policyDocument: policyDocument([
      {
        Sid: "Delivery",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [`${group.arn}:*`],
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ]),
  });
}
