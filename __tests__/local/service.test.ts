import { readService } from "../../local/service";
import { parseTerraform } from "../../local/terraform";
import { synthesize } from "../infra/synthesize";

const { json } = synthesize();
const service = readService(parseTerraform(json, "/stack"));

test("the routes, the function and its limits are the synthesized ones", () => {
  expect(service).toMatchObject({ region: "us-east-1", stage: "prod" });
  expect(service.routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "ANY /DynamoDBManager/{proxy+}",
    "POST /DynamoDBManager",
    "ANY /DynamoDBManager",
    "ANY /{proxy+}",
    "ANY /",
  ]);
  const post = service.routes.find(({ method }) => method === "POST");
  const table =
    '{"name":"LambdaTable","physicalName":"LambdaTable","keys":[{"name":"Id","type":"S"}]}';
  expect(post).toEqual({
    method: "POST",
    path: "/DynamoDBManager",
    authorization: "AWS_IAM",
    apiKeyRequired: false,
    timeout: 15_000,
    models: { "application/json": expect.objectContaining({ type: "object" }) },
    integration: { type: "AWS_PROXY" },
    function: {
      name: "LambdaFunctionOverHttps",
      code: expect.stringMatching(/^\/stack\/assets\/.*\/function\.zip$/),
      handler: "index.handler",
      timeout: 10,
      memory: 512,
      environment: { TABLES: `[${table}]` },
    },
  });
});

test("a route that is missing in the Terraform is missing here", () => {
  const { aws_api_gateway_method, ...resource } = json.resource;
  expect(aws_api_gateway_method).toBeDefined();
  expect(readService(parseTerraform({ ...json, resource }, "/stack")).routes).toEqual([]);
});

test.each([
  ["aws_api_gateway_integration", /has no integration/],
  ["aws_lambda_function", /No function of this stack is behind/],
])("a method without %s is an error", (type, message) => {
  const { [type]: removed, ...resource } = json.resource;
  expect(removed).toBeDefined();
  expect(() => readService(parseTerraform({ ...json, resource }, "/stack"))).toThrow(message);
});
