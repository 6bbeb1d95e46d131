/** The authorization of every method, for each value of the setting `auth`. */
import type { SettingsInput } from "../../../infra/settings/settings";
import { type Synthesis, synthesize } from "../../support/infra/synthesize";
import { userPoolArn, variant } from "../../support/infra/variants";

const signed = variant("default");
const keyed = synthesize({ api: { auth: "apiKey" } });
const pooled = synthesize({ api: { auth: "cognito" } });
const given = variant("user pool that is there");

const methods = ({ all }: Synthesis) => all("aws_api_gateway_method").map(([, method]) => method);
const definition = ({ one }: Synthesis) => one("aws_api_gateway_deployment")["triggers"];

test("signatures need only the method's authorization type", () => {
  for (const method of methods(signed)) {
    expect(method).toMatchObject({ authorization: "AWS_IAM" });
    expect(method).not.toHaveProperty("api_key_required");
    expect(method).not.toHaveProperty("authorizer_id");
  }
  expect(signed.has("aws_api_gateway_authorizer")).toBe(false);
});

test("a key is asked for by every method", () => {
  for (const method of methods(keyed)) {
    expect(method).toMatchObject({ authorization: "NONE", api_key_required: true });
  }
  expect(keyed.warnings).toStrictEqual([]);
});

test("a token is checked by the authorizer that every method names", () => {
  const [[address, authorizer]] = pooled.all("aws_api_gateway_authorizer") as [[string, object]];
  const [[pool]] = pooled.all("aws_cognito_user_pool") as [[string, object]];
  expect(authorizer).toMatchObject({
    type: "COGNITO_USER_POOLS",
    provider_arns: [`\${aws_cognito_user_pool.${pool}.arn}`],
    identity_source: "method.request.header.Authorization",
  });
  for (const method of methods(pooled)) {
    expect(method).toMatchObject({
      authorization: "COGNITO_USER_POOLS",
      authorizer_id: `\${aws_api_gateway_authorizer.${address}.id}`,
    });
  }
});

test("a pool from the settings is used, and none is created", () => {
  expect(given.one("aws_api_gateway_authorizer")).toMatchObject({ provider_arns: [userPoolArn] });
  expect(given.has("aws_cognito_user_pool")).toBe(false);
  expect(given.has("aws_cognito_user_pool_client")).toBe(false);
  expect(given.json.output).not.toHaveProperty("user_pool_id");
});

test("every authorization is part of the deployment's trigger", () => {
  const triggers = [signed, keyed, pooled, given].map((one) => JSON.stringify(definition(one)));
  expect(new Set(triggers).size).toBe(4);
  const [[address]] = pooled.all("aws_api_gateway_authorizer") as [[string, object]];
  const { depends_on } = pooled.one("aws_api_gateway_deployment");
  expect(depends_on).toContain(`aws_api_gateway_authorizer.${address}`);
});

test("settings of the stage do not deploy the API again", () => {
  const api: SettingsInput["api"] = { auth: "apiKey", quota: { limit: 5, period: "MONTH" } };
  expect(definition(synthesize({ api }))).toStrictEqual(definition(keyed));
});
