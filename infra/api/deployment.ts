/** The API's deployment, replaced whenever the API's definition changes. */
import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Lazy, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

interface DeploymentProps {
  readonly api: ApiGatewayRestApi;
  /** Every resource below it is deployed. */
  readonly definition: Construct;
  /** The integrations refer only to its alias, so its name must be hashed separately. */
  readonly function: LambdaFunction;
  /** Of a pool that the stack creates. The configuration has only a reference, which is the same for a new pool. */
  readonly userPoolArn?: string;
}

/**
 * A deployment whose trigger is a hash of the resolved configuration of every resource below
 * `definition`. No list has to be maintained, so no resource is forgotten
 * (https://github.com/hashicorp/terraform-provider-aws/issues/162).
 */
export function createDeployment(
  scope: Construct,
  id: string,
  { api, definition, function: lambda, userPoolArn }: DeploymentProps,
): ApiGatewayDeployment {
  const parts = definition.node
    .findAll()
    .filter((node): node is TerraformResource => TerraformResource.isTerraformResource(node))
    .sort((a, b) => a.node.path.localeCompare(b.node.path, "en"));
  return new ApiGatewayDeployment(scope, id, {
    restApiId: api.id,
    triggers: {
      ...(userPoolArn && { userPool: userPoolArn }),
      definition: Lazy.stringValue({
        produce: (context) =>
          hash([
            lambda.functionNameInput,
            ...parts.map((part) => context.resolve(part.toTerraform())),
          ]),
      }),
    },
    dependsOn: parts, // it copies what exists at that moment
    lifecycle: { createBeforeDestroy: true }, // the stage changes over before the old one is deleted
  });
}

function hash(configuration: readonly unknown[]): string {
  return createHash("sha1").update(JSON.stringify(configuration)).digest("hex");
}
