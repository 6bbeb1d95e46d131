import { synthesize } from "./synthesize";

const { one, json } = synthesize({ environment: "dev", api: { auth: "cognito" } });
const pool = one("aws_cognito_user_pool");

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
    },
    mfa_configuration: "OPTIONAL",
    software_token_mfa_configuration: { enabled: true },
  });
});

test("the client has no secret, and tells nobody who is a user", () => {
  const client = one("aws_cognito_user_pool_client");
  expect(client).toMatchObject({
    name: "DynamoDBOperations-dev",
    generate_secret: false,
    prevent_user_existence_errors: "ENABLED",
    enable_token_revocation: true,
  });
  expect(client["explicit_auth_flows"]).not.toContain("ALLOW_USER_PASSWORD_AUTH");
});

test("its ids are outputs", () => {
  expect(json.output.user_pool_id.value).toMatch(/^\$\{aws_cognito_user_pool\.\w+\.id\}$/);
  expect(json.output.user_pool_client_id.value).toMatch(/^\$\{aws_cognito_user_pool_client\./);
});

test.each([
  [{ environment: "prod" }, "ACTIVE", { prevent_destroy: true }],
  [{ environment: "prod", deletionProtection: false }, "INACTIVE", undefined],
  [{}, "INACTIVE", undefined],
])("%j has the protection %s", (settings, protection, lifecycle) => {
  const made = synthesize({ ...settings, api: { auth: "cognito" } }).one("aws_cognito_user_pool");
  expect(made["deletion_protection"]).toBe(protection);
  expect(made["lifecycle"]).toEqual(lifecycle);
});
