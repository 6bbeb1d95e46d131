/** The REST API: its tree of resources, who may call it, what it lets in, and the stage. */
import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import { ApiGatewayMethod } from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayMethodSettings } from "@cdktf/provider-aws/lib/api-gateway-method-settings";
import { ApiGatewayModel } from "@cdktf/provider-aws/lib/api-gateway-model";
import { ApiGatewayRequestValidator } from "@cdktf/provider-aws/lib/api-gateway-request-validator";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { Annotations, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { createDeployment } from "./deployment";
import { gatewayResponses } from "./gateway-responses";
import { envelopeModel } from "./request-model";
import type { ApiSettings } from "./settings";

interface RestApiProps {
  readonly name: string;
  readonly handler: LambdaAlias;
  /** The integrations name it only through the alias, so a new name alone would not show. */
  readonly functionName: string;
  /** What has to stand before the stage does. */
  readonly liveAfter: readonly ITerraformDependable[];
  readonly settings: ApiSettings;
}

export class RestApi extends Construct {
  readonly stage: ApiGatewayStage;
  /** Path of the guide's resource below the stage. */
  readonly path = "/DynamoDBManager";

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const definition = new Definition(this, "definition", props);
    const { api } = definition;
    new LambdaPermission(this, "permission", {
      statementId: "api-gateway",
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      functionName: props.handler.functionName,
      qualifier: props.handler.name,
      // Any stage: the console's Test and `test-invoke-method` call as "test-invoke-stage".
      sourceArn: `${api.executionArn}/*/POST${this.path}`,
    });
    const deployment = createDeployment(this, "deployment", {
      api,
      definition,
      functionName: props.functionName,
    });
    this.stage = new ApiGatewayStage(this, "stage", {
      restApiId: api.id,
      deploymentId: deployment.id,
      stageName: "prod",
      dependsOn: [...props.liveAfter],
    });
    limitRequests(this, this.stage, props.settings);
  }
}

/** Everything that a deployment is a picture of; whatever is below here is in its trigger. */
class Definition extends Construct {
  readonly api: ApiGatewayRestApi;

  constructor(scope: Construct, id: string, { name, handler, settings }: RestApiProps) {
    super(scope, id);
    this.api = new ApiGatewayRestApi(this, "api", {
      name,
      description: "DynamoDB operations over HTTPS",
      endpointConfiguration: { types: ["REGIONAL"] },
      lifecycle: { createBeforeDestroy: true },
    });
    const resource = new ApiGatewayResource(this, "manager", {
      restApiId: this.api.id,
      parentId: this.api.rootResourceId,
      pathPart: "DynamoDBManager",
    });
    const method = this.postMethod(resource, settings);
    new ApiGatewayIntegration(this, "post-integration", {
      restApiId: this.api.id,
      resourceId: resource.id,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST", // Lambda is invoked by POST whatever the method is
      uri: handler.invokeArn,
      timeoutMilliseconds: settings.integrationTimeout,
    });
    this.gatewayResponses();
  }

  private postMethod(resource: ApiGatewayResource, { auth }: ApiSettings): ApiGatewayMethod {
    if (auth === "none") {
      Annotations.of(this).addWarning(
        'api.auth is "none": everybody on the internet can read, change and delete the items of every table.',
      );
    }
    const model = new ApiGatewayModel(this, "envelope", {
      restApiId: this.api.id,
      name: "Envelope",
      contentType: "application/json",
      schema: JSON.stringify(envelopeModel()),
    });
    const validator = new ApiGatewayRequestValidator(this, "validator", {
      restApiId: this.api.id,
      name: "body",
      validateRequestBody: true,
      validateRequestParameters: false,
    });
    return new ApiGatewayMethod(this, "post", {
      restApiId: this.api.id,
      resourceId: resource.id,
      httpMethod: "POST",
      authorization: auth === "iam" ? "AWS_IAM" : "NONE",
      requestModels: { "application/json": model.name },
      requestValidatorId: validator.id,
    });
  }

  private gatewayResponses(): void {
    for (const [responseType, { statusCode, body }] of Object.entries(gatewayResponses)) {
      new ApiGatewayGatewayResponse(this, responseType, {
        restApiId: this.api.id,
        responseType,
        statusCode,
        responseParameters: {
          "gatewayresponse.header.Content-Type": "'application/problem+json'",
        },
        responseTemplates: { "application/json": body },
      });
    }
  }
}

function limitRequests(scope: Construct, stage: ApiGatewayStage, settings: ApiSettings): void {
  new ApiGatewayMethodSettings(scope, "limits", {
    restApiId: stage.restApiId,
    stageName: stage.stageName,
    methodPath: "*/*",
    settings: {
      throttlingRateLimit: settings.rateLimit,
      throttlingBurstLimit: settings.burstLimit,
      dataTraceEnabled: false,
    },
  });
}
