/** The API's deployment: a new one whenever the API's definition changes, and only then. */
import { createHash } from "node:crypto";
import { ApiGatewayDeployment } from "@cdktf/provider-aws/lib/api-gateway-deployment";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { Lazy, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

interface DeploymentProps {
  readonly api: ApiGatewayRestApi;
  /** Everything below it is deployed. */
  readonly definition: Construct;
  /** The integrations name it only through its alias, so a new name alone would not show. */
  readonly function: LambdaFunction;
  /** Of a pool that the stack makes; in the configuration it is only a reference, made anew or not. */
  readonly userPoolArn?: string;
}

/**
 * A deployment whose trigger is a hash of the resolved configuration of every resource below
 * `definition`. Nobody keeps a list, so nobody forgets a resource
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
    dependsOn: parts, // the picture is taken when all of it is there
    lifecycle: { createBeforeDestroy: true }, // the stage moves over before the old one goes
  });
}

function hash(configuration: readonly unknown[]): string {
  return createHash("sha1").update(JSON.stringify(configuration)).digest("hex");
}
