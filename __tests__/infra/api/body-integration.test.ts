/** The integration of type AWS: what the function gets, and which response its result or error becomes. */
import { Problem, statuses } from "../../../functions/problem";
import { followed, resourcesOf } from "../../support/infra/graph";
import { variant } from "../../support/infra/variants";

describe('integration: "AWS"', () => {
  const body = variant("body alone");
  const responses = body.all("aws_api_gateway_integration_response").map(([, config]) => config);

  test("is the guide's POST alone", () => {
    const types = body.all("aws_api_gateway_integration").map(([, { type }]) => type);
    expect(types.filter((type) => type === "AWS")).toHaveLength(1);
    expect(body.one("aws_api_gateway_integration", "post")).toMatchObject({
      type: "AWS",
      passthrough_behavior: "NEVER",
    });
  });

  test("what `curl -d` sends without a header reaches the function after the same check", () => {
    const types = ["application/json", "application/x-www-form-urlencoded"];
    const [[model]] = body.all("aws_api_gateway_model") as [[string, object]];
    const forTypes = (value: string) => Object.fromEntries(types.map((type) => [type, value]));
    expect(body.one("aws_api_gateway_integration", "post")["request_templates"]).toStrictEqual(
      forTypes("$input.body"),
    );
    expect(body.one("aws_api_gateway_method", "_post_")["request_models"]).toStrictEqual(
      forTypes(`\${aws_api_gateway_model.${model}.name}`),
    );
  });

  const message = (status: number) =>
    JSON.stringify(
      new Problem("conflict", 'says "status":200, and').document({ requestId: "id", service: "s" }),
    ).replace('"status":409', `"status":${status}`);
  const chosen = (text: string) =>
    responses
      .filter(({ selection_pattern: pattern }) => pattern && javaMatches(pattern, text))
      .map(({ status_code }) => Number(status_code));

  test.each(statuses)("a problem of status %d has that status, and no other", (status) => {
    expect(chosen(message(status))).toStrictEqual([status]);
  });

  test("line separators in a problem do not hide its status", () => {
    const problem = new Problem("invalid-body", "\u2028 \u2029 \u0085").document({
      requestId: "id",
      service: "s",
    });
    expect(chosen(JSON.stringify(problem))).toStrictEqual([400]);
  });

  test.each(["Task timed out after 10.00 seconds", "", "a\nb", "a\u2028b", '{"status":200}'])(
    "an unknown error %j is a 500, never a 200",
    (text) => {
      expect(chosen(text)).toStrictEqual([500]);
      const failed = responses.find(({ status_code }) => status_code === "500");
      const template = JSON.parse(failed?.["response_templates"]["application/json"]);
      expect(template).toMatchObject({ status: 500, requestId: "$context.requestId" });
    },
  );

  test("every response declares its headers", () => {
    for (const response of responses) {
      const method = body.one(
        "aws_api_gateway_method_response",
        `post-${response["status_code"]}_`,
      );
      expect(Object.keys(method["response_parameters"]).sort()).toStrictEqual(
        Object.keys(response["response_parameters"]).sort(),
      );
      expect(response["response_parameters"]).toMatchObject({
        "method.response.header.access-control-allow-origin": "'https://app.example.com'",
        "method.response.header.cache-control": "'no-store'",
        "method.response.header.x-request-id": "context.requestId",
      });
    }
    expect(responses).toHaveLength(statuses.length + 1);
  });

  test("every response belongs to the POST", () => {
    const resources = resourcesOf(body);
    const { resource_id } = body.one("aws_api_gateway_method", "_post_");
    const declared = body.all("aws_api_gateway_method_response").map(([, config]) => config);
    for (const response of [...responses, ...declared]) {
      expect(followed(resources, response["resource_id"])).toBe(resource_id);
      expect(followed(resources, response["http_method"])).toBe("POST");
    }
  });

  test("what the function returns without an error is a 200", () => {
    const usual = responses.filter((response) => response["selection_pattern"] === undefined);
    expect(usual.map(({ status_code }) => status_code)).toStrictEqual(["200"]);
  });

  test("only 429 and 503 have Retry-After", () => {
    const retry = "method.response.header.retry-after";
    const told = responses.filter(({ response_parameters }) => retry in response_parameters);
    expect(
      told.map(({ status_code, response_parameters }) => [status_code, response_parameters[retry]]),
    ).toStrictEqual([
      ["429", "'1'"],
      ["503", "'1'"],
    ]);
  });

  test("a problem arrives as it was thrown, and a result as it was returned", () => {
    const passed = responses.filter(({ status_code }) => status_code !== "500");
    expect(passed).toHaveLength(statuses.length);
    for (const response of passed) {
      const success = response["status_code"] === "200";
      const type = success ? "application/json" : "application/problem+json";
      expect(response["response_parameters"]).toMatchObject({
        "method.response.header.content-type": `'${type}'`,
      });
      expect(response["response_templates"]).toStrictEqual(
        success ? undefined : { "application/json": "$input.path('$.errorMessage')" },
      );
    }
  });

  test("an integration response is created after its method response, which AWS requires", () => {
    const [[integration]] = body
      .all("aws_api_gateway_integration")
      .filter(([, { type }]) => type === "AWS") as [[string, object]];
    const declared = body.all("aws_api_gateway_method_response");
    expect(declared.map(([, { status_code }]) => Number(status_code))).toStrictEqual(
      responses.map(({ status_code }) => Number(status_code)),
    );
    for (const { depends_on, status_code } of responses) {
      const [method] = declared.find(([, one]) => one["status_code"] === status_code) ?? [];
      expect(depends_on).toStrictEqual([
        `aws_api_gateway_integration.${integration}`,
        `aws_api_gateway_method_response.${method}`,
      ]);
    }
  });
});

/** Java's `matches` is of the whole text, and writes its flags into the expression. */
const javaMatches = (pattern: string, text: string) =>
  new RegExp(`^(?:${pattern.replace("(?s)", "")})$`, pattern.includes("(?s)") ? "s" : "").test(
    text,
  );
