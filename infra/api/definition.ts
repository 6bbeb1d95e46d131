/** The API's definition, which a deployment copies: resources, methods, integrations, gateway responses. */
import { ApiGatewayGatewayResponse } from "@cdktf/provider-aws/lib/api-gateway-gateway-response";
import { ApiGatewayIntegration } from "@cdktf/provider-aws/lib/api-gateway-integration";
import {
  ApiGatewayMethod,
  type ApiGatewayMethodConfig,
} from "@cdktf/provider-aws/lib/api-gateway-method";
import { ApiGatewayResource } from "@cdktf/provider-aws/lib/api-gateway-resource";
import { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import { Construct } from "constructs";
import { belowResource } from "../../functions/paths";
import type { Table } from "../../functions/table";
import type { ApiSettings } from "../settings/api";
import { Authorization } from "./authorization";
import { integrateBody, passBody } from "./body-integration";
import { gatewayResponses } from "./gateway-responses";
import { createRequestValidation } from "./request-validation";

export interface DefinitionProps {
  readonly name: string;
  /** Name of the service, a part of each problem's `type`. */
  readonly service: string;
  /** Of the function that answers. */
  readonly alias: LambdaAlias;
  readonly settings: ApiSettings;
  readonly tables: readonly Table[];
  /** For the user pool, if one is created. */
  readonly deletionProtection: boolean;
}

/** A method of a resource, as API Gateway names it in the ARN of a call. */
export interface ApiMethod {
  /** An HTTP method or `ANY`. */
  readonly method: string;
  /** Below the stage, such as `/DynamoDBManager/{proxy+}`. */
  readonly path: string;
}

/** Every resource below it is part of the deployment's trigger. */
export class Definition extends Construct {
  readonly api: ApiGatewayRestApi;
  /** Path of the resource that takes the envelope. */
  readonly path: string;
  readonly authorization: Authorization;
  readonly methods: ApiMethod[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DefinitionProps,
  ) {
    super(scope, id);
    const { name, settings } = props;
    this.path = `/${settings.resource}`;
    this.api = new ApiGatewayRestApi(this, "api", {
      name,
      description: "DynamoDB operations over HTTPS",
      endpointConfiguration: { types: ["REGIONAL"] },
      ...apiOptions(settings),
      lifecycle: { createBeforeDestroy: true },
    });
    if (settings.securityPolicy) {
      // The bindings do not know this attribute.
      this.api.addOverride("security_policy", settings.securityPolicy);
      this.api.addOverride("endpoint_access_mode", "BASIC"); // AWS requires it with a policy
    }
    this.authorization = new Authorization(this, "authorization", { ...props, api: this.api });
    this.addResources();
    this.addGatewayResponses();
  }

  /** The guide's resource, all paths below it, and every other path: its 404 is a problem document too. */
  private addResources(): void {
    const { settings } = this.props;
    const { path } = this;
    const below = belowResource(path);
    const rootId = this.api.rootResourceId;
    const manager = this.resource("manager", rootId, settings.resource);
    const items = this.resource("items", manager, "{proxy+}");
    const unknown = this.resource("unknown", rootId, "{proxy+}");
    this.postMethod(manager);
    this.method("any", manager, { method: "ANY", path });
    this.method("items-any", items, { method: "ANY", path: below });
    this.method("root-any", rootId, { method: "ANY", path: "/" });
    this.method("unknown-any", unknown, { method: "ANY", path: "/{proxy+}" });
    if (!settings.cors) return;
    // Browsers cannot sign a preflight request.
    const open = { authorization: "NONE", authorizerId: undefined, apiKeyRequired: undefined };
    this.method("options", manager, { method: "OPTIONS", path }, open);
    this.method("items-options", items, { method: "OPTIONS", path: below }, open);
  }

  private resource(id: string, parentId: string, pathPart: string): string {
    return new ApiGatewayResource(this, id, { restApiId: this.api.id, parentId, pathPart }).id;
  }

  /** The guide's method: a model checks the envelope, and the settings choose the integration. */
  private postMethod(resourceId: string): void {
    const { settings, tables } = this.props;
    const validation = createRequestValidation(this, this.api, settings, tables);
    this.method("post", resourceId, { method: "POST", path: this.path }, validation);
  }

  private method(
    id: string,
    resourceId: string,
    { method, path }: ApiMethod,
    more: Partial<ApiGatewayMethodConfig> = {},
  ): void {
    const { settings, alias } = this.props;
    const { httpMethod } = new ApiGatewayMethod(this, id, {
      restApiId: this.api.id,
      resourceId,
      httpMethod: method,
      ...this.authorization.ofMethods,
      ...more,
    });
    const bodyOnly = method === "POST" && settings.integration === "AWS";
    const integration = new ApiGatewayIntegration(this, `${id}-integration`, {
      restApiId: this.api.id,
      resourceId,
      httpMethod,
      type: bodyOnly ? "AWS" : "AWS_PROXY",
      integrationHttpMethod: "POST", // Lambda is always invoked by POST
      uri: alias.invokeArn,
      timeoutMilliseconds: settings.integrationTimeout,
      ...(bodyOnly && passBody),
    });
    if (bodyOnly) integrateBody(this, integration, this.props);
    this.methods.push({ method, path });
  }

  private addGatewayResponses(): void {
    for (const [type, response] of Object.entries(gatewayResponses(this.props))) {
      new ApiGatewayGatewayResponse(this, type, {
        restApiId: this.api.id,
        responseType: type,
        ...response,
      });
    }
  }
}

/**
 * The values for "off" are written too: to the provider, an absent attribute means "unchanged".
 * Without `false`, an API whose domain is removed would have no address at all.
 */
const apiOptions = ({ minimumCompressionSize, binaryMediaTypes, domain }: ApiSettings) => ({
  minimumCompressionSize: String(minimumCompressionSize),
  binaryMediaTypes,
  disableExecuteApiEndpoint: domain !== undefined,
});
