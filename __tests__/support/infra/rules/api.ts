/** Rules about the API and what is in front of it. */
import { type Rule, refersTo } from "./rule";

export const apiOn: readonly Rule[] = [
  {
    id: "CKV_AWS_59",
    type: "aws_api_gateway_method",
    says: "every method but OPTIONS is authorized, or the synth warns",
    holds: (method, { settings, synthesis }) =>
      method["authorization"] !== "NONE" ||
      method["api_key_required"] === true ||
      method["http_method"] === "OPTIONS" ||
      (settings.api.auth === "none" &&
        synthesis.warnings.some((warning) => warning.startsWith('api.auth is "none"'))),
  },
  {
    id: "CKV2_AWS_53",
    type: "aws_api_gateway_method",
    says: "the method that takes the envelope has a model, and a validator of bodies",
    leftOut:
      "items have no schema, so ANY methods have no model; the function checks every body, and POST has a model",
    when: ({ api }) => api.requestValidation,
    holds: (method, { all }) => {
      if (method["http_method"] !== "POST") return true;
      const [[validator = "", { validate_request_body }] = ["", {}]] = all(
        "aws_api_gateway_request_validator",
      ) as [[string, { validate_request_body?: boolean }]];
      return (
        validate_request_body === true &&
        method["request_models"]?.["application/json"] !== undefined &&
        refersTo(method["request_validator_id"], "aws_api_gateway_request_validator", validator)
      );
    },
  },
  {
    id: "SLS throttling",
    type: "aws_api_gateway_method_settings",
    says: "the whole stage has a rate and a burst limit",
    holds: ({ method_path, settings }) =>
      method_path === "*/*" &&
      settings.throttling_rate_limit > 0 &&
      settings.throttling_burst_limit > 0,
  },
  {
    id: "CKV_AWS_276",
    type: "aws_api_gateway_method_settings",
    says: "bodies are in no log",
    holds: ({ settings }) => settings.data_trace_enabled === false,
  },
  {
    id: "CKV_AWS_217",
    type: "aws_api_gateway_deployment",
    says: "a new deployment is created before the old one is deleted",
    holds: ({ lifecycle }) => lifecycle.create_before_destroy === true,
  },
  {
    id: "CKV_AWS_237",
    type: "aws_api_gateway_rest_api",
    says: "a new API is created before the old one is deleted",
    holds: ({ lifecycle }) => lifecycle.create_before_destroy === true,
  },
  {
    id: "endpoint",
    type: "aws_api_gateway_rest_api",
    says: "the endpoint is regional",
    holds: ({ endpoint_configuration }) => endpoint_configuration.types.join() === "REGIONAL",
  },
  {
    id: "CKV_AWS_206",
    type: "aws_api_gateway_domain_name",
    says: "a domain takes TLS 1.2 at least, and AWS's own address is disabled",
    when: ({ api }) => api.domain !== undefined,
    holds: ({ security_policy }, { all }) =>
      security_policy === "TLS_1_2" &&
      all("aws_api_gateway_rest_api").every(
        ([, { disable_execute_api_endpoint }]) => disable_execute_api_endpoint === true,
      ),
  },
  {
    id: "CKV2_AWS_29",
    type: "aws_wafv2_web_acl_association",
    says: "the firewall is in front of the stage",
    leftOut: "api.waf is a setting, since a firewall costs at least 8 dollars a month",
    when: ({ api }) => api.waf !== undefined,
    holds: ({ resource_arn }) => /^\$\{aws_api_gateway_stage\.\w+\.arn\}$/.test(resource_arn),
  },
  {
    id: "CKV_AWS_192, 175",
    type: "aws_wafv2_web_acl",
    says: "the firewall blocks known bad inputs, floods and large bodies, and reads 64 KB of a body",
    when: ({ api }) => api.waf !== undefined,
    holds: ({ rule, association_config }) => {
      const statements = JSON.stringify(rule);
      const [{ api_gateway }] = association_config.request_body;
      return (
        ["AWSManagedRulesKnownBadInputsRuleSet", "rate_based_statement", "content-length"].every(
          (part) => statements.includes(part),
        ) && api_gateway.default_size_inspection_limit === "KB_64"
      );
    },
  },
  {
    id: "CKV2_AWS_31",
    type: "aws_wafv2_web_acl_logging_configuration",
    says: "the firewall logs what it blocks, without credentials",
    when: ({ api }) => api.waf !== undefined,
    holds: ({ log_destination_configs, redacted_fields }) =>
      /^\$\{aws_cloudwatch_log_group\.\w+\.arn\}$/.test(log_destination_configs.join()) &&
      JSON.stringify(redacted_fields).includes('"authorization"'),
  },
];
