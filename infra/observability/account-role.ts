/** The role with which API Gateway writes logs: one for all APIs in a region of an account. */
import { ApiGatewayAccount } from "@cdktf/provider-aws/lib/api-gateway-account";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Annotations, type ITerraformDependable, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { policyDocument, servicePrincipal } from "../function/policy";
import type { Settings } from "../settings/settings";

/**
 * @returns what must exist before a stage may log
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function provideAccountRole(
  scope: Construct,
  settings: Pick<Settings, "apiGatewayAccountRole" | "region">,
): ITerraformDependable[] {
  if (settings.apiGatewayAccountRole === "manage") return [createAccountRole(scope)];
  if (settings.apiGatewayAccountRole === undefined) {
    Annotations.of(scope).addInfo(
      `API Gateway writes logs only if the account has a role for that in ${settings.region}. \`aws apigateway get-account\` shows it as cloudwatchRoleArn. If there is none, set apiGatewayAccountRole to "manage" in one environment of the region. If there is one, "existing" removes this message.`,
    );
  }
  return [];
}

function createAccountRole(scope: Construct): ApiGatewayAccount {
  const name = `gw-${TerraformStack.of(scope).node.id}`; // a role's name has at most 64 characters
  const role = new IamRole(scope, "account-role", {
    name,
    assumeRolePolicy: policyDocument([servicePrincipal("apigateway.amazonaws.com")]),
  });
  const policy = new IamRolePolicy(scope, "account-policy", {
    name,
    role: role.name,
    policy: policyDocument([{ Effect: "Allow", Action: logActions, Resource: "*" }]),
  });
  return new ApiGatewayAccount(scope, "account", {
    cloudwatchRoleArn: role.arn,
    dependsOn: [policy], // API Gateway checks the role's permissions
  });
}

/** Those of AWS's policy `AmazonAPIGatewayPushToCloudWatchLogs`: the role serves every API of the region. */
const logActions = [
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:PutLogEvents",
];
