/** Which changes deploy the API again, and which do not. */
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { TerraformResource, type TerraformStack } from "cdktf";
import type { SettingsInput } from "../../../infra/settings/settings";
import { outsideDeployment } from "../../support/infra/names";
import { createStack, read, type Synthesis, synthesize } from "../../support/infra/synthesize";
import { certificateArn, userPoolArn, variant } from "../../support/infra/variants";

const triggers = ({ one }: Synthesis) => one("aws_api_gateway_deployment")["triggers"];
const definition = (stack: Synthesis): string => triggers(stack)["definition"];

const resourcesOf = (stack: TerraformStack, type?: string) =>
  stack.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    .filter((one) => type === undefined || one.terraformResourceType === type);

/** Says whether the API is deployed when everything of a type is changed. */
function changing(input: SettingsInput) {
  const stack = createStack(input);
  const types = [...new Set(resourcesOf(stack).map((one) => one.terraformResourceType))].sort();
  let before = definition(read(stack));
  const moves = (type: string): boolean => {
    for (const one of resourcesOf(stack, type)) one.addOverride("changed", true);
    const after = definition(read(stack));
    const moved = after !== before;
    before = after;
    return moved;
  };
  return { types, moves };
}

const cors = { origin: "https://app.example.com" };
const domain = { name: "api.example.com", certificateArn };
const inside = changing({ api: { auth: "cognito", userPoolArn, integration: "AWS", cors } });
const outside = changing({
  observability: "full",
  apiGatewayAccountRole: "manage",
  deletionProtection: true,
  api: { auth: "apiKey", waf: true, domain: { ...domain, hostedZoneId: "Z0123456789ABC" } },
});
/** Of the API's own definition. */
const isPart = (type: string) =>
  type.startsWith("aws_api_gateway_") && !outsideDeployment.test(type);

const parts = inside.types.filter(isPart);
const others = outside.types.filter((type) => !isPart(type));

test("every type of resource of the API has a case here", () => {
  expect(parts.map((type) => type.replace("aws_api_gateway_", ""))).toStrictEqual([
    "authorizer",
    "gateway_response",
    "integration",
    "integration_response",
    "method",
    "method_response",
    "model",
    "request_validator",
    "resource",
    "rest_api",
  ]);
  expect(others.length).toBeGreaterThan(15);
});

test.each(parts)("a change of %s deploys the API", (type) => {
  expect(inside.moves(type)).toBe(true);
});

test.each(others)("a change of %s does not deploy the API", (type) => {
  expect(outside.moves(type)).toBe(false);
});

test.each<[string, SettingsInput]>([
  ["who may call", { api: { auth: "none" } }],
  ["the time that API Gateway waits", { api: { integrationTimeout: 16_000 } }],
  ["the origin of pages", { api: { cors } }],
  ["what is checked beforehand", { api: { requestValidation: false } }],
  ["how the function gets a body", { api: { integration: "AWS" } }],
  ["the size from which answers are compressed", { api: { minimumCompressionSize: 0 } }],
  ["the TLS policy", { api: { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" } }],
  ["the types that are binary", { api: { binaryMediaTypes: ["image/png"] } }],
  ["the domain, which disables AWS's own address", { api: { domain } }],
])("another setting of %s deploys the API", (_, input) => {
  expect(definition(synthesize(input))).not.toBe(definition(variant("default")));
});

const table = { hashKey: { name: "Id", type: "S" } } as const;

test.each<[string, SettingsInput]>([
  ["the function's memory", { function: { memorySize: 1024 } }],
  ["the function's time-out", { function: { timeout: 11 } }],
  ["the rate, which belongs to the stage", { api: { rateLimit: 1, burstLimit: 2 } }],
  ["the firewall", { api: { waf: true } }],
  ["the time that logs are kept", { logRetentionDays: 30 }],
  ["a table's throughput", { tables: { LambdaTable: { ...table, maxReadUnits: 5 } } }],
  ["the tables", { tables: { LambdaTable: table, Second: table } }],
  ["what is observed", { observability: "full" }],
  ["the tables' protection", { deletionProtection: true, pointInTimeRecovery: true }],
  ["the place of the state", { state: { bucket: "states" } }],
])("another setting of %s does not deploy the API", (_, input) => {
  expect(definition(synthesize(input))).toBe(definition(variant("default")));
});

test("another function name deploys the API, which would call the deleted function otherwise", () => {
  const stack = createStack();
  expect(definition(read(stack))).toBe(definition(variant("default")));
  const [lambda] = resourcesOf(stack, "aws_lambda_function") as [LambdaFunction];
  lambda.functionName = "Renamed";
  expect(definition(read(stack))).not.toBe(definition(variant("default")));
});

test("a replaced user pool deploys the API, though its configuration is the same", () => {
  const [[address]] = variant("user pool").all("aws_cognito_user_pool") as [[string, object]];
  expect(triggers(variant("user pool"))).toStrictEqual({
    definition: expect.stringMatching(/^[0-9a-f]{40}$/),
    userPool: `\${aws_cognito_user_pool.${address}.arn}`,
  });
  expect(Object.keys(triggers(variant("user pool that is there")))).toStrictEqual(["definition"]);
});
