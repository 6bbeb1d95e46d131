/** How callers identify themselves, by the setting `auth`. */
import type { ApiSettings } from "../settings/api";

type Scheme = Readonly<Record<string, unknown>>;

const schemes: Readonly<Record<ApiSettings["auth"], Readonly<Record<string, Scheme>>>> = {
  iam: {
    sigv4: {
      type: "apiKey",
      in: "header",
      name: "Authorization",
      description: "AWS Signature Version 4 for the service execute-api.",
      "x-amazon-apigateway-authtype": "awsSigv4",
    },
  },
  apiKey: { apiKey: { type: "apiKey", in: "header", name: "x-api-key" } },
  cognito: {
    userPool: {
      type: "apiKey",
      in: "header",
      name: "Authorization",
      description: "An ID token of the Cognito user pool.",
      "x-amazon-apigateway-authtype": "cognito_user_pools",
    },
  },
  none: {},
};

/** OpenAPI's security schemes; empty when anybody may call. */
export const securitySchemes = (auth: ApiSettings["auth"]) => schemes[auth];
