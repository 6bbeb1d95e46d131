import { operations } from "../../functions/operations";
import { synthesize } from "./synthesize";

const { all, one } = synthesize();

describe("the API", () => {
  test("is regional, and asks for a signature", () => {
    expect(one("aws_api_gateway_rest_api")).toMatchObject({
      endpoint_configuration: { types: ["REGIONAL"] },
      lifecycle: { create_before_destroy: true },
    });
    expect(one("aws_api_gateway_method")).toMatchObject({ authorization: "AWS_IAM" });
  });

  test("passes the whole request to the alias", () => {
    const [address] = all("aws_lambda_alias")[0] as [string, never];
    expect(one("aws_api_gateway_integration")).toMatchObject({
      type: "AWS_PROXY",
      integration_http_method: "POST",
      uri: `\${aws_lambda_alias.${address}.invoke_arn}`,
    });
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

  test("may invoke the alias for this method and path, at any stage", () => {
    expect(one("aws_lambda_permission")).toMatchObject({
      principal: "apigateway.amazonaws.com",
      qualifier: expect.stringMatching(/^\$\{aws_lambda_alias\..*\.name\}$/),
      source_arn: expect.stringMatching(/\.execution_arn\}\/\*\/POST\/DynamoDBManager$/),
    });
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

  test("answers its own refusals as problems", () => {
    for (const [, { response_templates }] of all("aws_api_gateway_gateway_response")) {
      const body = (response_templates as Record<string, string>)["application/json"] as string;
      const filled = body.replace("$context.error.messageString", '"text"');
      expect(JSON.parse(filled)).toMatchObject({ type: expect.any(String), detail: "text" });
    }
    expect(all("aws_api_gateway_gateway_response")).toHaveLength(3);
  });

  test("open to everybody says so at synth", () => {
    const open = synthesize({ api: { auth: "none" } });
    expect(open.one("aws_api_gateway_method")).toMatchObject({ authorization: "NONE" });
    expect(open.warnings).toEqual([expect.stringMatching(/^api\.auth is "none": everybody/)]);
    expect(synthesize().warnings).toEqual([]);
    expect(open.json.output.curl.value).not.toContain("--aws-sigv4");
  });
});
