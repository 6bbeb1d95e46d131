/** What makes API Gateway check a body before the function runs. */
import type { ApiGatewayMethodConfig } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { Construct } from "constructs";
import type { ApiSettings } from "./api-settings";
import { bodyTypes } from "./body-integration";
import { envelopeModel } from "./request-model";

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
