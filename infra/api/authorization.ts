/** Who may call: the authorization of every method, with the authorizer and user pool that it needs. */
import { ApiGatewayAuthorizer } from "@cdktf/provider-aws/lib/api-gateway-authorizer";
import type { ApiGatewayMethodConfig } from "@cdktf/provider-aws/lib/api-gateway-method";
import type { ApiGatewayRestApi } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { ApiSettings } from "../settings/api";
import { UserPool } from "./user-pool";

/** The part of a method that says who may call it. */
type MethodAuthorization = Pick<
  ApiGatewayMethodConfig,
  "authorization" | "authorizerId" | "apiKeyRequired"
>;

interface AuthorizationProps {
  readonly api: ApiGatewayRestApi;
  readonly name: string;
  readonly settings: Pick<ApiSettings, "auth" | "userPoolArn">;
  readonly deletionProtection: boolean;
}

/** Belongs below the definition, since a change needs a new deployment. */
export class Authorization extends Construct {
  /** Part of the configuration of every method. */
  readonly ofMethods: MethodAuthorization;
  /** Created only when the settings name none. */
  readonly userPool?: UserPool;

  constructor(scope: Construct, id: string, props: AuthorizationProps) {
    super(scope, id);
    const { auth, userPoolArn } = props.settings;
    if (auth === "none") {
      Annotations.of(this).addWarning(
        'api.auth is "none": anyone on the internet can read, change and delete the items of every table.',
      );
    }
    if (auth === "cognito" && userPoolArn === undefined) {
      this.userPool = new UserPool(this, "users", props);
    }
    const poolArn = userPoolArn ?? this.userPool?.arn;
    this.ofMethods = {
      ...authorizations[auth],
      authorizerId: poolArn && this.createAuthorizer(props.api, poolArn).id,
    };
  }

  /** Without scopes on the methods, it accepts ID tokens and refuses access tokens. */
  private createAuthorizer(api: ApiGatewayRestApi, userPoolArn: string): ApiGatewayAuthorizer {
    return new ApiGatewayAuthorizer(this, "tokens", {
      restApiId: api.id,
      name: "user-pool",
      type: "COGNITO_USER_POOLS",
      providerArns: [userPoolArn],
      identitySource: "method.request.header.Authorization",
    });
  }
}

const authorizations: Readonly<Record<ApiSettings["auth"], MethodAuthorization>> = {
  iam: { authorization: "AWS_IAM" },
  apiKey: { authorization: "NONE", apiKeyRequired: true },
  cognito: { authorization: "COGNITO_USER_POOLS" },
  none: { authorization: "NONE" },
};
