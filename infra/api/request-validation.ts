/** Request validation: API Gateway checks a body before the function runs. */
import type { ApiGatewayMethodConfig } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { Construct } from "constructs";
import * as z from "zod/mini";
import { openOperations } from "../../functions/access";
import { envelope } from "../../functions/request";
import type { Table } from "../../functions/table";
import type { ApiSettings } from "../settings/api";
import { bodyTypes } from "./body-integration";

type MethodValidation = Pick<ApiGatewayMethodConfig, "requestModels" | "requestValidatorId">;

/** @returns the configuration for a method that takes the envelope; empty when validation is off */
export function createRequestValidation(
  scope: Construct,
  api: ApiGatewayRestApi,
  { requestValidation, integration }: Pick<ApiSettings, "requestValidation" | "integration">,
  tables: readonly Table[],
): MethodValidation {
  if (!requestValidation) return {};
  const model = new ApiGatewayModel(scope, "envelope", {
    restApiId: api.id,
    name: "Envelope",
    contentType: "application/json",
    schema: JSON.stringify(envelopeModel(tables)),
  });
  const validator = new ApiGatewayRequestValidator(scope, "validator", {
    restApiId: api.id,
    name: "body",
    validateRequestBody: true,
    validateRequestParameters: false,
  });
  // With the integration AWS the body is the function's event, so it must be JSON.
  const types = integration === "AWS" ? bodyTypes : ["application/json"];
  return {
    requestModels: Object.fromEntries(types.map((type) => [type, model.name])),
    requestValidatorId: validator.id,
  };
}

/**
 * The envelope as a JSON Schema of draft 4, the only one that API Gateway knows. It refuses early
 * what no operation accepts; the function repeats every check and reports more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
function envelopeModel(tables: readonly Table[]): object {
  const served = z.extend(envelope, { operation: z.enum(openOperations(tables)) });
  return z.toJSONSchema(served, { target: "draft-4", io: "input" });
}
