import { resolveSettings } from "../../infra/settings";
import { variant, variantNames, variants } from "./variants";

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

test.each(variantNames)(
  "no environment takes a name that another has, with the settings %j",
  (name) => {
    const { json, all } = variant(name);
    const { environment } = resolveSettings(variants[name]);
    const suffix =
      environment === "default" ? /: (?!.*-default$)/ : new RegExp(`: .+-${environment}$`);
    const types = Object.keys(json.resource).filter((one) => !others.test(one));
    expect(types.length).toBeGreaterThan(4);
    for (const type of types) {
      for (const [address, config] of all(type)) {
        const own = config[accountWide[type] ?? `no name is known of ${type}`];
        expect(`${address}: ${own}`).toMatch(suffix);
      }
    }
  },
);
