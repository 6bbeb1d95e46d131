/** The Lambda function with its role, its log group and the alias that the API invokes. */
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import { AssetType, TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import type { Settings } from "../settings/settings";
import { handlerName } from "./bundle";
import type { functionEnvironment } from "./environment";
import { policyDocument, type Statement, servicePrincipal } from "./policy";

interface ApiFunctionProps {
  readonly name: string;
  /** Path of the zip that is deployed. */
  readonly code: string;
  readonly environment: ReturnType<typeof functionEnvironment>;
  readonly statements: readonly Statement[];
  readonly settings: Pick<Settings, "function" | "logRetentionDays">;
}

export class ApiFunction extends Construct {
  readonly alias: LambdaAlias;
  readonly function: LambdaFunction;
  readonly logGroupName: string;
  /** What the function may do. It must exist before the function is called. */
  readonly policy: IamRolePolicy;

  constructor(scope: Construct, id: string, props: ApiFunctionProps) {
    super(scope, id);
    const logs = new CloudwatchLogGroup(this, "logs", {
      name: `/aws/lambda/${props.name}`,
      retentionInDays: props.settings.logRetentionDays,
    });
    this.logGroupName = logs.name;
    const { role, policy } = createRole(this, props, logs);
    this.policy = policy;
    this.function = createFunction(this, props, logs, role);
    this.alias = new LambdaAlias(this, "live", {
      name: "live",
      description: "The version that the API calls",
      functionName: this.function.functionName,
      functionVersion: this.function.version,
    });
    keepStarted(this, this.alias, props.settings.function.provisionedConcurrency);
  }
}

/** The alias's next version is started before the alias leads to it, so that a deploy takes some minutes longer. */
function keepStarted(scope: Construct, alias: LambdaAlias, environments: number | undefined): void {
  if (environments === undefined) return;
  new LambdaProvisionedConcurrencyConfig(scope, "started", {
    functionName: alias.functionName,
    qualifier: alias.name,
    provisionedConcurrentExecutions: environments,
  });
}

function createFunction(
  scope: Construct,
  { name, code, environment, settings }: ApiFunctionProps,
  logs: CloudwatchLogGroup,
  role: IamRole,
): LambdaFunction {
  const asset = new TerraformAsset(scope, "code", { path: code, type: AssetType.FILE });
  return new LambdaFunction(scope, "function", {
    functionName: name,
    description: "Maps operations to DynamoDB commands",
    role: role.arn,
    runtime: settings.function.runtime,
    architectures: ["arm64"],
    handler: handlerName,
    filename: asset.path,
    // Computed here and not by Terraform, so that a review of the JSON shows that the code changed.
    sourceCodeHash: environment.CODE_SHA256,
    publish: true,
    memorySize: settings.function.memorySize,
    timeout: settings.function.timeout,
    reservedConcurrentExecutions: settings.function.reservedConcurrency,
    environment: { variables: environment },
    tracingConfig: { mode: "Active" },
    loggingConfig: { logFormat: "JSON", logGroup: logs.name },
  });
}

/**
 * A role that only Lambda can assume. It may not create log groups, so that a late invocation does
 * not create the declared one again after a destroy.
 */
function createRole(scope: Construct, props: ApiFunctionProps, logs: CloudwatchLogGroup) {
  const role = new IamRole(scope, "role", {
    name: props.name,
    assumeRolePolicy: policyDocument([servicePrincipal("lambda.amazonaws.com")]),
  });
  const own: Statement[] = [
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`${logs.arn}:*`],
    },
    {
      Sid: "Traces", // X-Ray's actions have no resources
      Effect: "Allow",
      Action: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      Resource: "*",
    },
  ];
  const policy = new IamRolePolicy(scope, "policy", {
    name: props.name,
    role: role.name,
    policy: policyDocument([...props.statements, ...own]),
  });
  return { role, policy };
}
