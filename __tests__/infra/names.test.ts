import type { ApiSettingsInput } from "../../infra/api-settings";
import { synthesize } from "./synthesize";

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b-3c";
const domain = { name: "api.example.com", certificateArn, hostedZoneId: "Z0123456789ABC" };

/** Names that belong to one account and region: two environments must not share any. */
const accountWide: Readonly<Record<string, string>> = {
  aws_api_gateway_api_key: "name",
  aws_api_gateway_rest_api: "name",
  aws_api_gateway_usage_plan: "name",
  aws_cloudwatch_log_group: "name",
  aws_cloudwatch_log_resource_policy: "policy_name",
  aws_cognito_user_pool: "name",
  aws_dynamodb_table: "name",
  aws_iam_role: "name",
  aws_lambda_function: "function_name",
  aws_wafv2_web_acl: "name",
};

/** Those whose names come from the settings, or that have a name only inside another resource. */
const others =
  /^aws_(api_gateway_(authorizer|base_path|deployment|domain|gateway|integration|method|model|request|resource|stage|usage_plan_key)|cognito_user_pool_client|iam_role_policy|lambda_(alias|permission)|route53|wafv2_web_acl_)/;

test.each<ApiSettingsInput>([
  { auth: "apiKey", waf: true, domain },
  { auth: "cognito", waf: true, domain },
])("every name of an account carries the environment's, with %j", (api) => {
  const { json, all } = synthesize({ environment: "dev", api });
  for (const type of Object.keys(json.resource).filter((one) => !others.test(one))) {
    for (const [address, config] of all(type)) {
      const name = config[accountWide[type] ?? `no name is known of ${type}`];
      expect(`${address}: ${name}`).toMatch(/: .+-dev$/);
    }
  }
});
