/** The REST API: its definition, deployment and stage, and its permissions to invoke the function. */
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { provideAccountRole } from "../observability/account-role";
import { GatewayLogs } from "../observability/gateway-logs";
import type { ApiSettings } from "../settings/api";
import type { Settings } from "../settings/settings";
import { Definition, type DefinitionProps } from "./definition";
import { createDeployment } from "./deployment";
import type { UserPool } from "./user-pool";

interface RestApiProps extends DefinitionProps {
  /** The alias points to it. */
  readonly function: LambdaFunction;
  /** Must exist before the stage. */
  readonly liveAfter: readonly ITerraformDependable[];
  /** Decide whether API Gateway writes logs, and for how long they are kept. */
  readonly logSettings: Pick<
    Settings,
    "observability" | "logRetentionDays" | "apiGatewayAccountRole" | "region"
  >;
}

export class RestApi extends Construct {
  /** The API's name, as a reference. */
  readonly name: string;
  readonly stage: ApiGatewayStage;
  /** Path of the resource that takes the envelope, below the stage. */
  readonly path: string;
  /** The user pool that the stack creates, if any. */
  readonly userPool?: UserPool;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const definition = new Definition(this, "definition", props);
    const { api } = definition;
    this.name = api.name;
    this.path = definition.path;
    this.userPool = definition.authorization.userPool;
    const permissions = permitCalls(this, definition, props);
    const deployment = createDeployment(this, "deployment", {
      api,
      definition,
      function: props.function,
      userPoolArn: this.userPool?.arn,
    });
    const logs = createLogs(this, api, props);
    this.stage = new ApiGatewayStage(this, "stage", {
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName: props.settings.stage,
      xrayTracingEnabled: logs !== undefined,
      accessLogSettings: logs?.access,
      dependsOn: [...props.liveAfter, ...permissions, ...(logs?.role ?? [])],
    });
    configureMethods(this, this.stage, props.settings, logs?.execution);
  }
}

function createLogs(scope: Construct, api: ApiGatewayRestApi, props: RestApiProps) {
  const { name, settings, logSettings } = props;
  if (logSettings.observability !== "full") return undefined;
  const { access, execution } = new GatewayLogs(scope, "logs", {
    api,
    name,
    stageName: settings.stage,
    retentionInDays: logSettings.logRetentionDays,
  });
  const role = provideAccountRole(scope, logSettings);
  return { access, execution, role };
}

/**
 * One permission for each declared method and path. In these ARNs, API Gateway writes `*` for
 * `{proxy+}` and for ANY.
 */
function permitCalls(
  scope: Construct,
  { api, methods }: Definition,
  { alias }: RestApiProps,
): LambdaPermission[] {
  // OPTIONS needs none: ANY of the same path includes it.
  const permitted = methods.filter(({ method }) => method !== "OPTIONS");
  return permitted.map(({ method, path }) => {
    // An id has only the letters of its path, so `api.resource` must have some of its own.
    const id = `permission-${method}-${path}`.replaceAll(/[^A-Za-z-]+/g, "-").toLowerCase();
    const verb = method === "ANY" ? "*" : method;
    return new LambdaPermission(scope, id, {
      statementId: id.replace(/-$/, ""),
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      functionName: alias.functionName,
      qualifier: alias.name,
      // Any stage: the console's Test and `test-invoke-method` call as "test-invoke-stage".
      sourceArn: `${api.executionArn}/*/${verb}${path.replace("{proxy+}", "*")}`,
    });
  });
}

/**
 * Limits, metrics and logs of all methods. The values for "off" are written too: to the provider, an
 * absent attribute means "unchanged".
 */
function configureMethods(
  scope: Construct,
  stage: ApiGatewayStage,
  settings: ApiSettings,
  executionLog?: CloudwatchLogGroup,
): void {
  new ApiGatewayMethodSettings(scope, "limits", {
    restApiId: stage.restApiId,
    stageName: stage.stageName,
    methodPath: "*/*",
    settings: {
      throttlingRateLimit: settings.rateLimit,
      throttlingBurstLimit: settings.burstLimit,
      metricsEnabled: executionLog !== undefined,
      loggingLevel: executionLog ? "ERROR" : "OFF",
      dataTraceEnabled: false, // it would log bodies
    },
    dependsOn: executionLog && [executionLog],
  });
}
