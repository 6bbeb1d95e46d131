/** What makes API Gateway check a body before the function runs. */
import type { ApiGatewayMethodConfig } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { Construct } from "constructs";
import * as z from "zod/mini";
import { envelope } from "../../functions/request";
import type { ApiSettings } from "../settings/api";
import { bodyTypes } from "./body-integration";

type MethodValidation = Pick<ApiGatewayMethodConfig, "requestModels" | "requestValidatorId">;

/** @returns what a method that takes the envelope says; nothing when validation is off */
export function createRequestValidation(
  scope: Construct,
  api: ApiGatewayRestApi,
  { requestValidation, integration }: Pick<ApiSettings, "requestValidation" | "integration">,
): MethodValidation {
  if (!requestValidation) return {};
  const model = new ApiGatewayModel(scope, "envelope", {
    restApiId: api.id,
    name: "Envelope",
    contentType: "application/json",
    schema: JSON.stringify(envelopeModel()),
  });
  const validator = new ApiGatewayRequestValidator(scope, "validator", {
    restApiId: api.id,
    name: "body",
    validateRequestBody: true,
    validateRequestParameters: false,
  });
  // The function that gets the body alone cannot be called with what is no JSON at all.
  const types = integration === "AWS" ? bodyTypes : ["application/json"];
  return {
    requestModels: Object.fromEntries(types.map((type) => [type, model.name])),
    requestValidatorId: validator.id,
  };
}

/**
 * The envelope as a JSON Schema of draft 4, which is the one API Gateway knows. It is a cheap
 * filter for what no operation accepts; the function repeats every check and says more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
function envelopeModel(): object {
  return z.toJSONSchema(envelope, { target: "draft-4", io: "input" });
}
