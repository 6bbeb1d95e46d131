/** What of the API is no part of its deployment, and which resources have names of their own. */

/** Types, and addresses, of what belongs to the API and is no part of its deployment. */
export const outsideDeployment =
  /^aws_api_gateway_(account|api_key|base_path_mapping|deployment|domain_name|method_settings|stage|usage_plan|usage_plan_key)\b/;

/** API Gateway's name for a log contains the API's id, which is unique. */
export const ownedByApi = /^API-Gateway-Execution-Logs_\$\{aws_api_gateway_rest_api\.\w+\.id\}\//;

/** Names that belong to one account and region: two environments must not share any. */
export const accountWide: Readonly<Record<string, string>> = {
  aws_api_gateway_api_key: "name",
  aws_api_gateway_rest_api: "name",
  aws_api_gateway_usage_plan: "name",
  aws_cloudwatch_dashboard: "dashboard_name",
  aws_cloudwatch_log_group: "name",
  aws_cloudwatch_log_metric_filter: "name",
  aws_cloudwatch_log_resource_policy: "policy_name",
  aws_cloudwatch_metric_alarm: "alarm_name",
  aws_cognito_user_pool: "name",
  aws_dynamodb_table: "name",
  aws_iam_role: "name",
  aws_lambda_function: "function_name",
  aws_wafv2_web_acl: "name",
};

/** Those whose names come from the settings, or that have a name only inside another resource. */
export const namedElsewhere =
  /^terraform_data|^aws_(kms_key|api_gateway_(account|authorizer|base_path|deployment|domain|gateway|integration|method|model|request|resource|stage|usage_plan_key)|cognito_user_pool_client|iam_role_policy|lambda_(alias|permission|provisioned_concurrency_config)|route53|wafv2_web_acl_)/;
