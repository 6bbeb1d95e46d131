/** API Gateway's own logs, and the role of the account that it writes them with. */
import { createHandler } from "../../../functions/handler";
import { synthesize } from "../../support/infra/synthesize";
import { variant } from "../../support/infra/variants";

const prod = variant("prod");
const managed = variant("protected environment");

test("a line of the access log and the function's line have the request's id in common", async () => {
  const { format } = prod.one("aws_api_gateway_stage")["access_log_settings"];
  expect(JSON.parse(format).requestId).toBe("$context.requestId");
  const lines: string[] = [];
  const handler = createHandler({
    send: async () => ({}),
    tables: new Map(),
    log: (line) => lines.push(line),
  });
  const requestContext = { requestId: "the-id-of-api-gateway" };
  await handler(
    { httpMethod: "GET", path: "/", requestContext },
    { awsRequestId: "the-id-of-lambda", getRemainingTimeInMillis: () => 10_000 },
  );
  expect(lines.map((line) => JSON.parse(line).requestId)).toStrictEqual(["the-id-of-api-gateway"]);
});

test("API Gateway's error log has the name that it writes to, and exists before", () => {
  const [[api]] = prod.all("aws_api_gateway_rest_api") as [[string, object]];
  const [address, group] = prod
    .all("aws_cloudwatch_log_group")
    .find(([, { name }]) => name.startsWith("API-Gateway")) as [string, { name: string }];
  expect(group.name).toBe(`API-Gateway-Execution-Logs_\${aws_api_gateway_rest_api.${api}.id}/prod`);
  expect(prod.one("aws_api_gateway_method_settings")["depends_on"]).toContain(
    `aws_cloudwatch_log_group.${address}`,
  );
});

test("a stage without observability has it switched off, since the provider keeps what is left out", () => {
  const plain = variant("default");
  expect(plain.one("aws_api_gateway_stage")).toMatchObject({ xray_tracing_enabled: false });
  expect(plain.one("aws_api_gateway_stage")).not.toHaveProperty("access_log_settings");
  expect(plain.one("aws_api_gateway_method_settings")["settings"]).toMatchObject({
    metrics_enabled: false,
    logging_level: "OFF",
  });
});

describe("the role of the account", () => {
  test("is created only when the settings say so, and before the stage", () => {
    expect(prod.has("aws_api_gateway_account")).toBe(false);
    const [[address]] = managed.all("aws_api_gateway_account") as [[string, object]];
    expect(managed.one("aws_api_gateway_stage")["depends_on"]).toContain(
      `aws_api_gateway_account.${address}`,
    );
    expect(JSON.parse(managed.one("aws_iam_role", "account")["assume_role_policy"])).toMatchObject({
      Statement: [{ Principal: { Service: "apigateway.amazonaws.com" } }],
    });
  });

  test("is expected otherwise, and the synth says so until a setting says that it exists", () => {
    expect(prod.notes).toStrictEqual([
      expect.stringMatching(/only if the account has a role for that in us-east-1.*"manage"/),
    ]);
    expect(managed.notes).toStrictEqual([]);
    expect(
      synthesize({ environment: "prod", apiGatewayAccountRole: "existing" }).notes,
    ).toStrictEqual([]);
    expect(variant("basic observability").notes).toStrictEqual([]);
  });
});
