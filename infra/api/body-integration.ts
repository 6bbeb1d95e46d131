/**
 * The guide's original integration, `--type AWS`: the function gets the body alone and returns the
 * bare result. What it throws is a problem document, which a pattern turns into its status.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
import type { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayIntegrationResponse } from "@cdktf/provider-aws/lib/api-gateway-integration-response";
import { ApiGatewayMethodResponse } from "@cdktf/provider-aws/lib/api-gateway-method-response";
import type { Construct } from "constructs";
import { corsHeaders } from "../../functions/http/cors";
import { fixedHeaders, Problem, retryHeaders, statuses } from "../../functions/problem";
import type { ApiSettings } from "../settings/api";

/** What `curl -d` sends without a header is JSON too. */
export const bodyTypes = ["application/json", "application/x-www-form-urlencoded"];

/** The body as it came; a body of another type is refused with 415, as the function would. */
export const passBody = {
  passthroughBehavior: "NEVER",
  requestTemplates: Object.fromEntries(bodyTypes.map((type) => [type, "$input.body"])),
} as const;

/** The document as it was thrown. */
const thrown = "$input.path('$.errorMessage')";

/** For what is no problem of ours: a time-out, a crash. Its text stays inside. */
const failed = (service: string) =>
  JSON.stringify(
    new Problem("internal", "The request could not be completed.").document({
      requestId: "$context.requestId",
      service,
    }),
  );

/** A method response with the integration response that leads to it. */
interface StatusResponse {
  readonly status: number;
  /**
   * Of the error's message, as a Java expression whose `.` has to be told that U+2028 is a character
   * too; without one, it is the success.
   */
  readonly pattern?: string;
  readonly template?: string;
}

interface BodyIntegrationProps {
  readonly service: string;
  readonly settings: Pick<ApiSettings, "cors">;
}

export function integrateBody(
  scope: Construct,
  integration: ApiGatewayIntegration,
  { service, settings: { cors } }: BodyIntegrationProps,
): void {
  const ours = statuses.filter((status) => status !== 500);
  const responses: StatusResponse[] = [
    { status: 200 },
    ...ours.map((status) => ({ status, pattern: `(?s).*"status":${status},.*`, template: thrown })),
    // Without a pattern for the rest, an unknown error would be a 200.
    {
      status: 500,
      pattern: `(?s)(?!.*"status":(${ours.join("|")}),).*`,
      template: failed(service),
    },
  ];
  for (const one of responses) {
    addResponse(scope, integration, one, { ...fixedHeaders, ...(cors && corsHeaders(cors)) });
  }
}

function addResponse(
  scope: Construct,
  integration: ApiGatewayIntegration,
  { status, pattern, template }: StatusResponse,
  common: Readonly<Record<string, string>>,
): void {
  const type = status === 200 ? "application/json" : "application/problem+json";
  const headers = {
    ...common,
    "content-type": type,
    ...retryHeaders(status),
  };
  const at = {
    restApiId: integration.restApiId,
    resourceId: integration.resourceId,
    httpMethod: integration.httpMethod,
    statusCode: `${status}`,
  };
  const parameter = (name: string) => `method.response.header.${name}`;
  const response = new ApiGatewayMethodResponse(scope, `post-${status}`, {
    ...at,
    responseParameters: Object.fromEntries(
      [...Object.keys(headers), "x-request-id"].map((name) => [parameter(name), true]),
    ) as never, // the bindings' type wants texts, too
  });
  new ApiGatewayIntegrationResponse(scope, `post-integration-${status}`, {
    ...at,
    selectionPattern: pattern,
    responseParameters: {
      ...Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [parameter(name), `'${value}'`]),
      ),
      [parameter("x-request-id")]: "context.requestId",
    },
    responseTemplates: template ? { "application/json": template } : undefined,
    dependsOn: [integration, response],
  });
}
