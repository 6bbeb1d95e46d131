/** What is read from the synthesized Terraform: routes, functions, and where the files of a synth are. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readService } from "../../../local/service/service";
import { parseTerraform, readTerraform } from "../../../local/service/terraform";
import { synthesize } from "../../support/infra/synthesize";

const { json } = synthesize();
const service = readService(parseTerraform(json, "/stack"));

/** The guide's POST, after a change of the Terraform. */
function changed(change: (synthesized: ReturnType<typeof synthesize>) => void) {
  const synthesized = synthesize();
  change(synthesized);
  const { routes } = readService(parseTerraform(synthesized.json, "/stack"));
  return routes.find(({ method }) => method === "POST");
}

test("the routes, the function and its limits are the synthesized ones", () => {
  expect(service).toMatchObject({ region: "us-east-1", stage: "prod" });
  expect(service.routes.map(({ method, path }) => `${method} ${path}`)).toStrictEqual([
    "ANY /DynamoDBManager/{proxy+}",
    "POST /DynamoDBManager",
    "ANY /DynamoDBManager",
    "ANY /{proxy+}",
    "ANY /",
  ]);
  const post = service.routes.find(({ method }) => method === "POST");
  const table =
    '{"name":"LambdaTable","physicalName":"LambdaTable","keys":[{"name":"Id","type":"S"}]}';
  expect(post).toStrictEqual({
    method: "POST",
    path: "/DynamoDBManager",
    resourceId: expect.stringMatching(/^[0-9a-f]{6}$/),
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
      environment: { TABLES: `[${table}]`, CODE_SHA256: expect.stringMatching(/^.{43}=$/) },
      runtime: expect.stringMatching(/^nodejs\d+\.x$/),
      qualifier: "live",
      version: "1",
      logGroup: "/aws/lambda/LambdaFunctionOverHttps",
    },
  });
});

test("a route that is missing in the Terraform is missing here", () => {
  const { aws_api_gateway_method, ...resource } = json.resource;
  expect(aws_api_gateway_method).toBeDefined();
  expect(readService(parseTerraform({ ...json, resource }, "/stack")).routes).toStrictEqual([]);
});

test.each([
  ["aws_api_gateway_integration", /has no integration/],
  ["aws_lambda_function", /names no function of this stack/],
])("a method without %s is an error", (type, message) => {
  const { [type]: removed, ...resource } = json.resource;
  expect(removed).toBeDefined();
  expect(() => readService(parseTerraform({ ...json, resource }, "/stack"))).toThrow(message);
});

test.each<[string, object]>([
  ["another type", { type: "MOCK" }],
  ["a template that changes the body", { type: "AWS", passthrough_behavior: "NEVER" }],
  ["bodies that pass without a template", { type: "AWS", request_templates: {} }],
])("an integration with %s is refused, and not run as if it were known", (_, integration) => {
  const templates = { request_templates: { "application/json": "$input.json('$')" } };
  expect(() =>
    changed(({ one }) => {
      Object.assign(one("aws_api_gateway_integration", "post"), templates, integration);
    }),
  ).toThrow(/^Local mode does not support the integration (MOCK|AWS) with these templates\.$/);
});

test("an attribute that the Terraform leaves out has AWS's default", () => {
  const post = changed(({ one }) => {
    delete one("aws_api_gateway_integration", "post")["timeout_milliseconds"];
    const lambda = one("aws_lambda_function");
    for (const name of ["timeout", "memory_size", "environment"]) delete lambda[name];
  });
  expect(post).toMatchObject({
    timeout: 29_000,
    function: { timeout: 3, memory: 128, environment: {} },
  });
});

test("a function is found by its own address, too", () => {
  const post = changed(({ one, all }) => {
    const [[address = ""] = []] = all("aws_lambda_function");
    one("aws_api_gateway_integration", "post")["uri"] =
      `\${aws_lambda_function.${address}.invoke_arn}`;
  });
  expect(post?.function.name).toBe("LambdaFunctionOverHttps");
});

test("references are resolved, also in lists of blocks; references to unknown values are kept", () => {
  const post = changed(({ one, all }) => {
    const [[address = ""] = []] = all("aws_dynamodb_table");
    const variables = {
      NAME: `the table \${aws_dynamodb_table.${address}.name}`,
      ARN: `\${aws_dynamodb_table.${address}.arn}`,
      KEYS: `\${aws_dynamodb_table.${address}.attribute}`,
    };
    one("aws_lambda_function")["environment"] = [{ variables }];
  });
  expect(post?.function.environment).toStrictEqual({
    NAME: "the table LambdaTable",
    ARN: expect.stringMatching(/^\$\{aws_dynamodb_table\..*\.arn\}$/),
    KEYS: expect.stringMatching(/^\$\{aws_dynamodb_table\..*\.attribute\}$/),
  });
});

test("a value that must be a string, but is none, is an error that shows it", () => {
  expect(() =>
    changed(({ one }) => {
      one("aws_lambda_function")["handler"] = 5;
    }),
  ).toThrow("Expected a string in the synthesized Terraform, found 5.");
});

describe("the output of a synth", () => {
  const output = mkdtempSync(join(tmpdir(), "output-"));
  afterAll(() => rmSync(output, { recursive: true }));
  const write = (...names: string[]) => {
    const entries = names.map((name) => {
      const synthesizedStackPath = `stacks/${name}/cdk.tf.json`;
      mkdirSync(join(output, "stacks", name), { recursive: true });
      writeFileSync(join(output, synthesizedStackPath), JSON.stringify(json));
      return [name, { synthesizedStackPath }];
    });
    const manifest = JSON.stringify({ stacks: Object.fromEntries(entries) });
    writeFileSync(join(output, "manifest.json"), manifest);
    return readTerraform(output);
  };

  test("is read from where its manifest says, and assets are looked for beside it", () => {
    const { routes } = readService(write("one"));
    expect(routes[0]?.function.code).toContain(join(output, "stacks/one/assets/"));
  });

  test.each([
    [[], 0],
    [["one", "two"], 2],
  ])("with the stacks %j is an error", (names, count) => {
    expect(() => write(...names)).toThrow(`Expected one stack in ${output}, found ${count}.`);
  });
});
