/** API Gateway's own logs of a stage: a line for each request, and what went wrong inside the gateway. */
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { ApiGatewayStageAccessLogSettings } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";

interface GatewayLogsProps {
  readonly api: ApiGatewayRestApi;
  /** Name of the API in this environment. */
  readonly name: string;
  readonly stageName: string;
  readonly retentionInDays: number;
}

export class GatewayLogs extends Construct {
  /** Part of the stage's configuration. */
  readonly access: ApiGatewayStageAccessLogSettings;
  /** Must exist before the gateway writes to it, or the gateway creates it, without a retention. */
  readonly execution: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: GatewayLogsProps) {
    super(scope, id);
    const { api, name, stageName, retentionInDays } = props;
    const group = new CloudwatchLogGroup(this, "access", {
      name: `/aws/apigateway/${name}`,
      retentionInDays,
    });
    this.access = { destinationArn: group.arn, format: JSON.stringify(accessLine) };
    this.execution = new CloudwatchLogGroup(this, "execution", {
      name: `API-Gateway-Execution-Logs_${api.id}/${stageName}`, // API Gateway accepts no other name
      retentionInDays,
    });
  }
}

/**
 * A line of the access log. It has no path, which contains keys of items, and no user agent, which the
 * caller chooses. `requestId` is in the function's line too; with the integration `AWS`,
 * `functionRequestId` is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const accessLine = {
  requestId: "$context.requestId",
  functionRequestId: "$context.integration.requestId",
  time: "$context.requestTimeEpoch",
  httpMethod: "$context.httpMethod",
  resourcePath: "$context.resourcePath",
  status: "$context.status",
  errorType: "$context.error.responseType",
  callerArn: "$context.identity.userArn",
  callerSub: "$context.authorizer.claims.sub",
  apiKeyId: "$context.identity.apiKeyId",
  sourceIp: "$context.identity.sourceIp",
  responseLength: "$context.responseLength",
  responseLatency: "$context.responseLatency",
  integrationLatency: "$context.integration.latency",
  integrationStatus: "$context.integration.integrationStatus",
  traceId: "$context.xrayTraceId",
};
