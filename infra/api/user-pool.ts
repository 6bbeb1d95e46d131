/** A Cognito user pool whose users may call the API, and the client that they sign in with. */
import { CognitoUserPool } from "@cdktf/provider-aws/lib/cognito-user-pool";
import { CognitoUserPoolClient } from "@cdktf/provider-aws/lib/cognito-user-pool-client";
import { Construct } from "constructs";

interface UserPoolProps {
  readonly name: string;
  readonly deletionProtection: boolean;
}

export class UserPool extends Construct {
  readonly arn: string;
  readonly id: string;
  readonly clientId: string;

  constructor(scope: Construct, id: string, { name, deletionProtection }: UserPoolProps) {
    super(scope, id);
    const pool = new CognitoUserPool(this, "pool", {
      name,
      ...members,
      deletionProtection: deletionProtection ? "ACTIVE" : "INACTIVE",
      ...(deletionProtection && { lifecycle: { preventDestroy: true } }),
    });
    const client = new CognitoUserPoolClient(this, "client", {
      name,
      userPoolId: pool.id,
      ...signIn,
    });
    this.arn = pool.arn;
    this.id = pool.id;
    this.clientId = client.id;
  }
}

/**
 * Users sign in with their email address, and only an administrator adds them.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-security-best-practices.html
 */
const members = {
  adminCreateUserConfig: { allowAdminCreateUserOnly: true },
  usernameAttributes: ["email"],
  usernameConfiguration: { caseSensitive: false },
  autoVerifiedAttributes: ["email"],
  userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdate: ["email"] },
  accountRecoverySetting: { recoveryMechanism: [{ name: "verified_email", priority: 1 }] },
  passwordPolicy: {
    minimumLength: 14,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
    temporaryPasswordValidityDays: 3,
  },
  mfaConfiguration: "OPTIONAL",
  softwareTokenMfaConfiguration: { enabled: true },
};

/** For programs that cannot keep a secret. A password is sent in clear only by callers with AWS credentials. */
const signIn = {
  generateSecret: false,
  explicitAuthFlows: [
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH", // `aws cognito-idp admin-initiate-auth`
  ],
  preventUserExistenceErrors: "ENABLED",
  enableTokenRevocation: true,
  idTokenValidity: 60,
  accessTokenValidity: 60,
  refreshTokenValidity: 7,
  tokenValidityUnits: [{ idToken: "minutes", accessToken: "minutes", refreshToken: "days" }],
};
