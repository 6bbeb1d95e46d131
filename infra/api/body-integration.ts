/**
 * The guide's original integration, `--type AWS`: the function gets only the body and returns the
 * bare result. When it throws, a pattern finds the status in the problem document of the message.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
import type { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayIntegrationResponse } from "@cdktf/provider-aws/lib/api-gateway-integration-response";
import { ApiGatewayMethodResponse } from "@cdktf/provider-aws/lib/api-gateway-method-response";
import type { Construct } from "constructs";
import { corsHeaders, fixedHeaders, retryHeaders } from "../../functions/http/headers";
import { Problem, statuses } from "../../functions/problem";
import type { ApiSettings } from "../settings/api";

/** The second is what `curl -d` sends without a header; its body is JSON too. */
export const bodyTypes = ["application/json", "application/x-www-form-urlencoded"];

/** Passes the body unchanged. A body of another type is refused with 415, as the function would do. */
export const passBody = {
  passthroughBehavior: "NEVER",
  requestTemplates: Object.fromEntries(bodyTypes.map((type) => [type, "$input.body"])),
} as const;

/** The problem document that the function threw. */
const thrown = "$input.path('$.errorMessage')";

/** For a timeout or a crash, which is no problem document: its text must not reach the caller. */
const failed = (service: string) =>
  JSON.stringify(
    new Problem("internal", "The request could not be completed.").document({
      requestId: "$context.requestId",
      service,
    }),
  );

/** A method response and its integration response. */
interface StatusResponse {
  readonly status: number;
  /**
   * A Java regular expression for the error's message; absent for the success. It needs `(?s)`, or
   * `.` does not match U+2028.
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
  const others = statuses.filter((status) => status !== 500);
  const responses: StatusResponse[] = [
    { status: 200 },
    ...others.map((status) => ({
      status,
      pattern: `(?s).*"status":${status},.*`,
      template: thrown,
    })),
    // Without this pattern, any other error would be a 200.
    {
      status: 500,
      pattern: `(?s)(?!.*"status":(${others.join("|")}),).*`,
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
    ) as never, // the bindings' type asks for texts
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
