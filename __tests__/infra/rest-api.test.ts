import { operations } from "../../functions/operations";
import { readService } from "../../local/service";
import { parseTerraform } from "../../local/terraform";
import { synthesize } from "./synthesize";

const { all, one, json } = synthesize();

describe("the API", () => {
  test("is regional, and asks for a signature", () => {
    expect(one("aws_api_gateway_rest_api")).toMatchObject({
      endpoint_configuration: { types: ["REGIONAL"] },
      lifecycle: { create_before_destroy: true },
    });
    for (const [, method] of all("aws_api_gateway_method")) {
      expect(method).toMatchObject({ authorization: "AWS_IAM" });
    }
  });

  test("passes the whole request to the alias", () => {
    const [address] = all("aws_lambda_alias")[0] as [string, never];
    for (const [, integration] of all("aws_api_gateway_integration")) {
      expect(integration).toMatchObject({
        type: "AWS_PROXY",
        integration_http_method: "POST",
        uri: `\${aws_lambda_alias.${address}.invoke_arn}`,
      });
    }
    expect(one("aws_lambda_alias")).toMatchObject({ name: "live" });
  });

  test("lets in only what some operation could accept", () => {
    const schema = JSON.parse(one("aws_api_gateway_model")["schema"]);
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-04/schema#",
      required: ["operation"],
      additionalProperties: false,
    });
    expect(schema.properties.operation.enum).toEqual(Object.keys(operations));
    expect(one("aws_api_gateway_request_validator")).toMatchObject({ validate_request_body: true });
  });

  test("answers at every path and for every method", () => {
    const { routes } = readService(parseTerraform(json, "/stack"));
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      "ANY /",
      "ANY /DynamoDBManager",
      "ANY /DynamoDBManager/{proxy+}",
      "ANY /{proxy+}",
      "POST /DynamoDBManager",
    ]);
  });

  test("may invoke the alias for exactly these methods and paths, at any stage", () => {
    const permissions = all("aws_lambda_permission").map(([, config]) => config);
    for (const permission of permissions) {
      expect(permission).toMatchObject({
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        qualifier: expect.stringMatching(/^\$\{aws_lambda_alias\..*\.name\}$/),
      });
    }
    const arns = permissions.map(({ source_arn }) =>
      source_arn.replace(/^\$\{.*execution_arn\}/, ""),
    );
    expect(arns.sort()).toEqual([
      "/*/*/",
      "/*/*/*",
      "/*/*/DynamoDBManager",
      "/*/*/DynamoDBManager/*",
      "/*/POST/DynamoDBManager",
    ]);
    expect(new Set(permissions.map(({ statement_id }) => statement_id)).size).toBe(5);
  });

  test("is throttled, and no request is traced with its data", () => {
    expect(one("aws_api_gateway_method_settings")).toMatchObject({
      method_path: "*/*",
      settings: {
        throttling_rate_limit: 50,
        throttling_burst_limit: 100,
        data_trace_enabled: false,
      },
    });
  });

  test("answers its own refusals as problems, with the status that they have", () => {
    for (const [, config] of all("aws_api_gateway_gateway_response")) {
      const { response_type, response_templates, response_parameters, status_code } = config;
      const body = response_templates["application/json"] as string;
      const filled = JSON.parse(body.replace("$context.error.messageString", '"text"'));
      expect(filled).toMatchObject({ type: expect.any(String), detail: "text" });
      expect(filled.requestId).toBe("$context.requestId");
      expect(filled.status).toBe(status_code && Number(status_code));
      expect(status_code === undefined).toBe(response_type.startsWith("DEFAULT_"));
      expect(response_parameters).toMatchObject({
        "gatewayresponse.header.content-type": "'application/problem+json'",
        "gatewayresponse.header.cache-control": "'no-store'",
      });
    }
    expect(all("aws_api_gateway_gateway_response")).toHaveLength(16);
  });

  test("open to everybody says so at synth", () => {
    const open = synthesize({ api: { auth: "none" } });
    for (const [, method] of open.all("aws_api_gateway_method")) {
      expect(method).toMatchObject({ authorization: "NONE" });
    }
    expect(open.warnings).toEqual([expect.stringMatching(/^api\.auth is "none": everybody/)]);
    expect(synthesize().warnings).toEqual([]);
    expect(open.json.output.curl.value).not.toContain("--aws-sigv4");
  });
});

describe("cors", () => {
  const cors = { origin: "https://app.example.com", credentials: true };
  const open = synthesize({ api: { cors } });

  test("opens OPTIONS, and nothing else", () => {
    const methods = open.all("aws_api_gateway_method").map(([, config]) => config);
    const options = methods.filter(({ authorization }) => authorization === "NONE");
    expect(options.map(({ http_method }) => http_method)).toEqual(["OPTIONS", "OPTIONS"]);
    expect(methods).toHaveLength(7);
  });

  test("tells the function, and is in every answer of the gateway", () => {
    const { variables } = open.one("aws_lambda_function")["environment"];
    expect(JSON.parse(variables.CORS)).toEqual(cors);
    for (const [, { response_parameters }] of open.all("aws_api_gateway_gateway_response")) {
      expect(response_parameters).toMatchObject({
        "gatewayresponse.header.access-control-allow-origin": "'https://app.example.com'",
        "gatewayresponse.header.access-control-allow-credentials": "'true'",
      });
    }
  });

  test.each(["apiKey", "cognito"] as const)("opens OPTIONS also with %s", (auth) => {
    const methods = synthesize({ api: { auth, cors } }).all("aws_api_gateway_method");
    for (const [, method] of methods.filter(([, { http_method }]) => http_method === "OPTIONS")) {
      expect(method).toMatchObject({ authorization: "NONE" });
      expect(method).not.toHaveProperty("authorizer_id");
      expect(method).not.toHaveProperty("api_key_required");
    }
  });

  test("is off by default", () => {
    expect(JSON.stringify(json)).not.toMatch(/access-control|OPTIONS|CORS/);
  });
});
