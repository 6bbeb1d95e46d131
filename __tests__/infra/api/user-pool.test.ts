/** The user pool that `auth: "cognito"` creates, and the client that users sign in with. */
import { synthesize } from "../../support/infra/synthesize";
import { variant } from "../../support/infra/variants";

const { one, all, json } = variant("user pool");
const pool = one("aws_cognito_user_pool");
const address = `aws_cognito_user_pool.${all("aws_cognito_user_pool")[0]?.[0]}`;

test("only an administrator adds users, and they need strong passwords", () => {
  expect(pool).toMatchObject({
    name: "DynamoDBOperations-dev",
    admin_create_user_config: { allow_admin_create_user_only: true },
    password_policy: {
      minimum_length: 14,
      require_lowercase: true,
      require_numbers: true,
      require_symbols: true,
      require_uppercase: true,
      temporary_password_validity_days: 3,
    },
    mfa_configuration: "OPTIONAL",
    software_token_mfa_configuration: { enabled: true },
  });
});

test("users sign in with their email address, in any case, and recover a password by it", () => {
  expect(pool).toMatchObject({
    username_attributes: ["email"],
    username_configuration: { case_sensitive: false },
    auto_verified_attributes: ["email"],
    account_recovery_setting: { recovery_mechanism: [{ name: "verified_email", priority: 1 }] },
  });
});

test("a new email address must be verified before it replaces the old one", () => {
  expect(pool["user_attribute_update_settings"]).toStrictEqual({
    attributes_require_verification_before_update: ["email"],
  });
});

test("tokens are valid for 60 minutes, a sign-in for 7 days", () => {
  expect(one("aws_cognito_user_pool_client")).toMatchObject({
    id_token_validity: 60,
    access_token_validity: 60,
    refresh_token_validity: 7,
    token_validity_units: [{ id_token: "minutes", access_token: "minutes", refresh_token: "days" }],
  });
});

test("the client has no secret, and tells nobody who is a user", () => {
  const client = one("aws_cognito_user_pool_client");
  expect(client).toMatchObject({
    name: "DynamoDBOperations-dev",
    generate_secret: false,
    prevent_user_existence_errors: "ENABLED",
    enable_token_revocation: true,
    user_pool_id: `\${${address}.id}`,
  });
});

test("a password is sent in clear only with AWS credentials; browsers use SRP", () => {
  expect(one("aws_cognito_user_pool_client")["explicit_auth_flows"]).toStrictEqual([
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  ]);
});

test("its ids are outputs", () => {
  expect(json.output.user_pool_id.value).toBe(`\${${address}.id}`);
  expect(json.output.user_pool_client_id.value).toMatch(/^\$\{aws_cognito_user_pool_client\./);
});

test.each([
  [{ environment: "prod" }, "ACTIVE", { prevent_destroy: true }],
  [{ environment: "prod", deletionProtection: false }, "INACTIVE", undefined],
  [{}, "INACTIVE", undefined],
])("%j has the protection %s", (settings, protection, lifecycle) => {
  const made = synthesize({ ...settings, api: { auth: "cognito" } }).one("aws_cognito_user_pool");
  expect(made["deletion_protection"]).toBe(protection);
  expect(made["lifecycle"]).toStrictEqual(lifecycle);
});
