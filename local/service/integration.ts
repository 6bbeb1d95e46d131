/** Reads integrations and gateway responses from the synthesized Terraform. */
import type { GatewayResponse } from "../gateway/refusal";
import type { Config, Terraform } from "./terraform";

/** A synthesized integration response with its method response. */
export interface IntegrationResponse {
  readonly status: number;
  /** A Java regular expression for the whole error message; absent for the success. */
  readonly pattern?: string;
  /** Fixed texts, and variables of the context. */
  readonly headers: Readonly<Record<string, string>>;
  /** When absent, the function's result is the body. */
  readonly template?: string;
}

export type Integration =
  | { readonly type: "AWS_PROXY" }
  | {
      readonly type: "AWS";
      /** Bodies of these types are passed on, all others are refused. */
      readonly contentTypes: readonly string[];
      readonly responses: readonly IntegrationResponse[];
    };

/** @throws Error for an integration that local mode does not support */
export function readIntegration(terraform: Terraform, config: Config): Integration {
  const { type, resource_id, http_method, request_templates, passthrough_behavior } = config;
  if (type === "AWS_PROXY") return { type };
  const templates = (request_templates ?? {}) as Readonly<Record<string, string>>;
  const passes = Object.values(templates).every((template) => template === "$input.body");
  if (type !== "AWS" || passthrough_behavior !== "NEVER" || !passes) {
    throw new Error(`Local mode does not support the integration ${type} with these templates.`);
  }
  const responses = [...terraform.resources("aws_api_gateway_integration_response").values()]
    .filter((one) => one["resource_id"] === resource_id && one["http_method"] === http_method)
    .map(readResponse);
  return { type, contentTypes: Object.keys(templates), responses };
}

function readResponse(config: Config): IntegrationResponse {
  const templates = (config["response_templates"] ?? {}) as Readonly<Record<string, string>>;
  return {
    status: Number(config["status_code"]),
    pattern: config["selection_pattern"] as string | undefined,
    headers: readHeaders(config["response_parameters"], "method.response.header."),
    template: templates["application/json"],
  };
}

export function readGatewayResponse(config: Config): GatewayResponse {
  const { status_code, response_parameters, response_templates } = config;
  return {
    status: status_code === undefined ? undefined : Number(status_code),
    headers: readHeaders(response_parameters, "gatewayresponse.header."),
    body: (response_templates as Readonly<Record<string, string>>)["application/json"] as string,
  };
}

/** Fixed texts are in single quotes; other values are variables. */
function readHeaders(parameters: unknown, prefix: string): Readonly<Record<string, string>> {
  const entries = Object.entries((parameters ?? {}) as Readonly<Record<string, string>>);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.slice(prefix.length), value.replace(/^'(.*)'$/, "$1")]),
  );
}
