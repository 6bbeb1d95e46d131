/** The API's routes, permissions and limits, and what CORS opens. */
import { operations } from "../../../functions/operations";
import { readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { synthesize } from "../../support/infra/synthesize";
import { variant } from "../../support/infra/variants";

const { all, one, json } = variant("default");

describe("the API", () => {
  test("passes the whole request on, for as long as the settings say", () => {
    for (const [, integration] of all("aws_api_gateway_integration")) {
      expect(integration).toMatchObject({
        type: "AWS_PROXY",
        integration_http_method: "POST",
        timeout_milliseconds: 15_000,
      });
      expect(integration).not.toHaveProperty("request_templates");
      expect(integration).not.toHaveProperty("passthrough_behavior");
    }
  });

  test("refuses bodies that no operation accepts", () => {
    expect(one("aws_api_gateway_model")).toMatchObject({ content_type: "application/json" });
    const schema = JSON.parse(one("aws_api_gateway_model")["schema"]);
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-04/schema#",
      required: ["operation"],
      additionalProperties: false,
    });
    expect(schema.properties.operation.enum).toStrictEqual(Object.keys(operations));
    expect(one("aws_api_gateway_request_validator")).toMatchObject({ validate_request_body: true });
  });

  test("answers at every path and for every method", () => {
    const { routes } = readService(parseTerraform(json, "/stack"));
    expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toStrictEqual([
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
    expect(arns.sort()).toStrictEqual([
      "/*/*/",
      "/*/*/*",
      "/*/*/DynamoDBManager",
      "/*/*/DynamoDBManager/*",
      "/*/POST/DynamoDBManager",
    ]);
    const ids = permissions.map(({ statement_id }) => statement_id);
    expect(new Set(ids).size).toBe(5);
    expect(ids.filter((id) => !/^[\w-]{1,100}$/.test(id))).toStrictEqual([]); // which Lambda takes
  });

  test.each(["v1", "1-0", "Items_2", "my-proxy"])(
    "has another id for each permission of the resource %s",
    (resource) => {
      const permissions = synthesize({ api: { resource } }).all("aws_lambda_permission");
      expect(new Set(permissions.map(([, { statement_id }]) => statement_id)).size).toBe(5);
    },
  );

  test("has the timeout and the rates of the settings", () => {
    const limited = variant("own limits");
    expect(limited.one("aws_api_gateway_method_settings")["settings"]).toMatchObject({
      throttling_rate_limit: 3,
      throttling_burst_limit: 4,
    });
    const waits = limited
      .all("aws_api_gateway_integration")
      .map(([, { timeout_milliseconds }]) => timeout_milliseconds);
    expect(new Set(waits)).toStrictEqual(new Set([25_000]));
  });

  test("open to everybody says so at synth", () => {
    const open = variant("open to everybody");
    for (const [, method] of open.all("aws_api_gateway_method")) {
      expect(method).toMatchObject({ authorization: "NONE" });
    }
    expect(open.warnings).toStrictEqual([expect.stringMatching(/^api\.auth is "none": anyone/)]);
    expect(variant("default").warnings).toStrictEqual([]);
    expect(open.json.output.curl.value).not.toContain("--aws-sigv4");
  });
});

describe("cors", () => {
  const cors = { origin: "https://app.example.com", credentials: true };
  const open = variant("cors");

  test("opens OPTIONS, and nothing else", () => {
    const methods = open.all("aws_api_gateway_method").map(([, config]) => config);
    const options = methods.filter(({ authorization }) => authorization === "NONE");
    expect(options.map(({ http_method }) => http_method)).toStrictEqual(["OPTIONS", "OPTIONS"]);
    expect(methods).toHaveLength(7);
  });

  test("tells the function which origin its answers are for", () => {
    const { variables } = open.one("aws_lambda_function")["environment"];
    expect(JSON.parse(variables.CORS)).toStrictEqual(cors);
  });

  test.each(["API key", "user pool"] as const)("opens OPTIONS also with: %s", (name) => {
    const methods = variant(name).all("aws_api_gateway_method");
    const options = methods.filter(([, { http_method }]) => http_method === "OPTIONS");
    expect(options).toHaveLength(2);
    for (const [, method] of options) {
      expect(method).toMatchObject({ authorization: "NONE" });
      expect(method).not.toHaveProperty("authorizer_id");
      expect(method).not.toHaveProperty("api_key_required");
    }
  });

  test("is off by default", () => {
    expect(JSON.stringify(json)).not.toMatch(/access-control|OPTIONS|CORS/);
  });
});
