/** Finds what the Terraform has and local mode does not act on. */
import type { Config, Terraform } from "./terraform";

/**
 * Arguments that local mode acts on, or that only name, describe or connect resources. `a=b` is the argument with
 * that value, and `a.b` an argument of a block. Every other one is inactive.
 */
const known: Readonly<Record<string, readonly string[]>> = {
  provider: ["region"],
  aws_api_gateway_api_key: [],
  aws_api_gateway_deployment: ["triggers"],
  aws_api_gateway_gateway_response: [
    "response_parameters",
    "response_templates",
    "response_type",
    "status_code",
  ],
  aws_api_gateway_integration: [
    "http_method",
    "integration_http_method",
    "passthrough_behavior",
    "request_templates",
    "timeout_milliseconds",
    "type",
    "uri",
  ],
  aws_api_gateway_integration_response: [
    "http_method",
    "response_parameters",
    "response_templates",
    "selection_pattern",
    "status_code",
  ],
  aws_api_gateway_method: [
    "api_key_required",
    "authorization",
    "authorizer_id",
    "http_method",
    "request_models",
    "request_validator_id",
  ],
  aws_api_gateway_method_response: ["http_method", "response_parameters", "status_code"],
  aws_api_gateway_method_settings: [
    "method_path=*/*",
    "settings.throttling_burst_limit",
    "settings.throttling_rate_limit",
  ],
  aws_api_gateway_model: ["content_type", "schema"],
  aws_api_gateway_request_validator: ["validate_request_body"],
  aws_api_gateway_resource: ["parent_id", "path_part"],
  aws_api_gateway_rest_api: [
    "binary_media_types",
    "endpoint_configuration.types=REGIONAL",
    "minimum_compression_size",
  ],
  aws_api_gateway_stage: ["deployment_id"],
  aws_dynamodb_table: [
    "attribute",
    "billing_mode=PAY_PER_REQUEST",
    "global_secondary_index",
    "hash_key",
    "local_secondary_index",
    "range_key",
  ],
  aws_lambda_alias: ["function_name", "function_version"],
  aws_lambda_function: [
    "environment",
    "filename",
    "function_name",
    "handler",
    "memory_size",
    "publish",
    "source_code_hash",
    "timeout",
  ],
};

/** Of every resource. */
const plumbing = [
  "//",
  "depends_on",
  "description",
  "lifecycle",
  "name",
  "resource_id",
  "rest_api_id",
  "stage_name",
];

/** What people call an argument, a type, or all types that begin so. The others are printed as they are. */
const labels: readonly (readonly [start: string, label: string])[] = [
  ["aws_dynamodb_table.deletion_protection_enabled", "deletion protection"],
  ["aws_dynamodb_table.on_demand_throughput", "throughput limits"],
  ["aws_dynamodb_table.point_in_time_recovery", "point-in-time recovery"],
  ["aws_dynamodb_table.server_side_encryption", "encryption at rest"],
  ["aws_dynamodb_table.ttl", "TTL"],
  ["aws_lambda_function.architectures", "runtime and architecture"],
  ["aws_lambda_function.logging_config", "log groups"],
  ["aws_lambda_function.role", "IAM permissions"],
  ["aws_lambda_function.runtime", "runtime and architecture"],
  ["aws_lambda_function.tracing_config", "X-Ray tracing"],
  ["aws_api_gateway_account", "log groups"],
  ["aws_api_gateway_authorizer", "user pool"],
  ["aws_api_gateway_base_path_mapping", "custom domain"],
  ["aws_api_gateway_domain_name", "custom domain"],
  ["aws_api_gateway_method_settings.settings.logging_level", "log groups"],
  ["aws_api_gateway_method_settings.settings.metrics_enabled", "metrics"],
  ["aws_api_gateway_rest_api.disable_execute_api_endpoint", "custom domain"],
  ["aws_api_gateway_rest_api.endpoint_access_mode", "TLS policy"],
  ["aws_api_gateway_rest_api.security_policy", "TLS policy"],
  ["aws_api_gateway_stage.access_log_settings", "log groups"],
  ["aws_api_gateway_stage.xray_tracing_enabled", "X-Ray tracing"],
  ["aws_api_gateway_usage_plan", "usage plan"],
  ["aws_cloudwatch_dashboard", "dashboard"],
  ["aws_cloudwatch_log_", "log groups"],
  ["aws_cloudwatch_metric_alarm", "alarms"],
  ["aws_cognito_", "user pool"],
  ["aws_iam_", "IAM permissions"],
  ["aws_lambda_permission", "IAM permissions"],
  ["aws_route53_", "custom domain"],
  ["aws_wafv2_", "firewall"],
  ["provider.default_tags", "tags"],
];

/** @returns names of settings, each once; what is switched off is not among them */
export function listInactive(terraform: Terraform): readonly string[] {
  const ofResources = terraform.types.flatMap((type) =>
    [...terraform.resources(type).values()].flatMap((config) => inactiveIn(type, config)),
  );
  const all = [...ofResources, ...inactiveIn("provider", terraform.provider)];
  return [...new Set(all.map(labelOf))].sort((a, b) => a.localeCompare(b, "en"));
}

function inactiveIn(type: string, config: Config): string[] {
  const acted = known[type];
  if (acted === undefined) return [type];
  return Object.entries(config)
    .flatMap(([name, value]) => inactiveArgument(acted, name, value))
    .map((name) => `${type}.${name}`);
}

function inactiveArgument(acted: readonly string[], name: string, value: unknown): string[] {
  if (isOff(value) || plumbing.includes(name)) return [];
  if (acted.includes(name) || acted.includes(`${name}=${value}`)) return [];
  if (!acted.some((one) => one.startsWith(`${name}.`))) return [name];
  const [block] = [value].flat() as [Config];
  return Object.entries(block).flatMap(([key, inner]) =>
    inactiveArgument(acted, `${name}.${key}`, inner),
  );
}

function isOff(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return [undefined, null, false, "", "INACTIVE", "OFF", "PassThrough"].includes(value as string);
  }
  if ("enabled" in value) return value.enabled === false;
  return Object.values(value).every(isOff);
}

function labelOf(found: string): string {
  if (/\.tags(_all)?$/.test(found)) return "tags";
  const label = labels.find(([start]) => found.startsWith(start));
  return label?.[1] ?? found.replace(/^aws_/, "").replace(".", ": ").replaceAll(/[._]/g, " ");
}
