/** Reads the service from the synthesized Terraform: routes, functions, tables. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { GatewayResponse } from "../gateway/refusal";
import type { ThrottleLimits } from "../gateway/throttle";
import { listInactive } from "./inactive";
import { type Integration, readGatewayResponse, readIntegration } from "./integration";
import { addressIn, type Config, type Terraform } from "./terraform";

export interface Service {
  /** Where synth has written what it knows of the service. */
  readonly directory: string;
  readonly region: string;
  readonly stage: string;
  readonly routes: readonly Route[];
  readonly tables: readonly Config[];
  /** The tables' physical names by their logical ones. */
  readonly tableNames: Readonly<Record<string, string>>;
  /** API Gateway's responses without the function, by response type. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponse>;
  /** Media types that are base64 in events and results. */
  readonly binaryMediaTypes: readonly string[];
  /** Bytes from which an answer is compressed; absent when none is. */
  readonly minimumCompressionSize?: number;
  /** Of the whole stage; absent when there is none. */
  readonly throttle?: ThrottleLimits;
  /** Names of what the Terraform has and local mode does not act on. */
  readonly inactive: readonly string[];
}

/** The account that functions see. */
export const account = "000000000000";

export interface Route {
  /** An HTTP method or `ANY`. */
  readonly method: string;
  /** Below the stage, in API Gateway's notation, such as `/DynamoDBManager/{proxy+}`. */
  readonly path: string;
  /** Six characters, in the function's event. */
  readonly resourceId: string;
  /** `AWS_IAM`, `NONE`, … */
  readonly authorization: string;
  readonly apiKeyRequired: boolean;
  /** Milliseconds. */
  readonly timeout: number;
  /** JSON Schemas by content type; empty when the body is not validated. */
  readonly models: Readonly<Record<string, unknown>>;
  readonly integration: Integration;
  readonly function: LambdaFunction;
}

export interface LambdaFunction {
  readonly name: string;
  /** Path of the zip. */
  readonly code: string;
  /** `file.export` */
  readonly handler: string;
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Such as `nodejs24.x`. */
  readonly runtime: string;
  /** The alias that the integration names; absent when it names the function. */
  readonly qualifier?: string;
  /** The number of the version that a first deploy publishes, or `$LATEST`. */
  readonly version: string;
  readonly logGroup: string;
}

/** @throws Error when a method has no integration, or an integration no function */
export function readService(terraform: Terraform): Service {
  const [stage] = terraform.resources("aws_api_gateway_stage").values();
  const responses = [...terraform.resources("aws_api_gateway_gateway_response").values()];
  return {
    directory: terraform.directory,
    region: text(terraform.provider["region"]),
    stage: text(stage?.["stage_name"]),
    routes: [...terraform.resources("aws_api_gateway_method").entries()]
      .map(([address, method]) => readRoute(terraform, address, method))
      .sort((a, b) => `${b.path} ${b.method}`.localeCompare(`${a.path} ${a.method}`, "en")),
    tables: [...terraform.resources("aws_dynamodb_table").values()],
    tableNames: (terraform.output("table_names") ?? {}) as Service["tableNames"],
    gatewayResponses: new Map(
      responses.map((response) => [text(response["response_type"]), readGatewayResponse(response)]),
    ),
    ...readOptions(terraform),
    inactive: listInactive(terraform),
  };
}

/** Options of the API and of its stage. */
function readOptions(terraform: Terraform) {
  const [api] = terraform.resources("aws_api_gateway_rest_api").values();
  const limits = [...terraform.resources("aws_api_gateway_method_settings").values()];
  const settings = limits.find((one) => one["method_path"] === "*/*")?.["settings"];
  const [throttle] = [settings].flat() as [Config | undefined];
  const size = Number(api?.["minimum_compression_size"] ?? -1); // -1 is off, here and below
  const rate = Number(throttle?.["throttling_rate_limit"] ?? -1);
  const burst = Number(throttle?.["throttling_burst_limit"] ?? -1);
  return {
    binaryMediaTypes: (api?.["binary_media_types"] ?? []) as readonly string[],
    ...(size >= 0 && { minimumCompressionSize: size }),
    ...(rate >= 0 && burst >= 0 && { throttle: { rate, burst } }),
  };
}

function readRoute(terraform: Terraform, address: string, method: Config): Route {
  const integrations = [...terraform.resources("aws_api_gateway_integration").values()];
  const integration = integrations.find(
    (one) =>
      one["resource_id"] === method["resource_id"] && one["http_method"] === method["http_method"],
  );
  if (integration === undefined) throw new Error(`The method ${address} has no integration.`);
  const path = readPath(terraform, method["resource_id"]) || "/";
  return {
    method: text(method["http_method"]),
    path,
    resourceId: createHash("sha256").update(path).digest("hex").slice(0, 6),
    authorization: text(method["authorization"]),
    apiKeyRequired: method["api_key_required"] === true,
    timeout: Number(integration["timeout_milliseconds"] ?? 29_000),
    models: readModels(terraform, method),
    integration: readIntegration(terraform, integration),
    function: readFunction(terraform, integration["uri"]),
  };
}

/** Follows the parents of a resource up to the root, which is no `aws_api_gateway_resource`. */
function readPath(terraform: Terraform, resourceId: unknown): string {
  const resource = terraform.resources("aws_api_gateway_resource").get(addressIn(resourceId) ?? "");
  if (resource === undefined) return "";
  return `${readPath(terraform, resource["parent_id"])}/${resource["path_part"]}`;
}

function readModels(terraform: Terraform, method: Config): Route["models"] {
  const validators = terraform.resources("aws_api_gateway_request_validator");
  const validator = validators.get(addressIn(method["request_validator_id"]) ?? "");
  if (validator?.["validate_request_body"] !== true) return {};
  const models = [...terraform.resources("aws_api_gateway_model").values()];
  const entries = Object.entries((method["request_models"] ?? {}) as Config);
  return Object.fromEntries(
    entries.map(([type, name]) => {
      const model = models.find((one) => one["name"] === name);
      return [type, JSON.parse(text(model?.["schema"]))];
    }),
  );
}

/** The URI names an alias or a function; an alias names its function. */
function readFunction(terraform: Terraform, uri: unknown): LambdaFunction {
  const address = addressIn(uri) ?? "";
  const alias = terraform.resources("aws_lambda_alias").get(address);
  const functions = terraform.resources("aws_lambda_function");
  const config = alias
    ? [...functions.values()].find((one) => one["function_name"] === alias["function_name"])
    : functions.get(address);
  if (config === undefined)
    throw new Error(`The integration's URI names no function of this stack: ${uri}.`);
  const [environment] = [config["environment"]].flat() as [Config | undefined];
  return {
    name: text(config["function_name"]),
    code: join(terraform.directory, text(config["filename"])),
    handler: text(config["handler"]),
    timeout: Number(config["timeout"] ?? 3),
    memory: Number(config["memory_size"] ?? 128),
    environment: (environment?.["variables"] ?? {}) as Readonly<Record<string, string>>,
    runtime: text(config["runtime"]),
    qualifier: alias && text(alias["name"]),
    version: alias && config["publish"] === true ? "1" : "$LATEST",
    logGroup: readLogGroup(config),
  };
}

function readLogGroup({ logging_config, function_name }: Config): string {
  const [logging] = [logging_config].flat() as [Config | undefined];
  return text(logging?.["log_group"] ?? `/aws/lambda/${function_name}`);
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new Error(
    `Expected a string in the synthesized Terraform, found ${JSON.stringify(value)}.`,
  );
}
