/** What callers get from API Gateway without the function: the function's own shape of a problem. */
import type { Config } from "../../support/infra/synthesize";
import { variant } from "../../support/infra/variants";

const answers: readonly (readonly [type: string, status: number, kind: string, title: string])[] = [
  ["ACCESS_DENIED", 403, "forbidden", "Access is denied"],
  ["BAD_REQUEST_BODY", 400, "invalid-body", "The request is not valid"],
  ["EXPIRED_TOKEN", 403, "forbidden", "The credentials have expired"],
  ["INTEGRATION_FAILURE", 502, "gateway-failed", "The request failed"],
  ["INTEGRATION_TIMEOUT", 504, "timeout", "The service did not answer in time"],
  ["INVALID_API_KEY", 403, "forbidden", "The API key is missing or unknown"],
  ["INVALID_SIGNATURE", 403, "forbidden", "The signature is wrong"],
  ["MISSING_AUTHENTICATION_TOKEN", 403, "forbidden", "The request is not signed"],
  ["QUOTA_EXCEEDED", 429, "throttled", "The quota is used up"],
  ["THROTTLED", 429, "throttled", "Too many requests"],
  ["UNAUTHORIZED", 401, "unauthorized", "The caller is unknown"],
  ["UNSUPPORTED_MEDIA_TYPE", 415, "unsupported-media-type", "The content type is not supported"],
  ["WAF_FILTERED", 403, "forbidden", "The request was filtered"],
];
const general = [
  ["DEFAULT_4XX", "refused", "The request was refused"],
  ["DEFAULT_5XX", "gateway-failed", "The request failed"],
] as const;

const responses = (name: "default" | "cors") =>
  new Map(
    variant(name)
      .all("aws_api_gateway_gateway_response")
      .map(([, config]): [string, Config] => [config["response_type"], config]),
  );
const plain = responses("default");

/** As API Gateway fills the template in. */
function documentOf(config?: Config): unknown {
  const template: string = config?.["response_templates"]["application/json"];
  const filled = template
    .replace("$context.error.messageString", '"a \\"quoted\\" text"')
    .replace("$context.requestId", "id-1");
  expect(filled).not.toContain("$");
  return JSON.parse(filled);
}

test.each(answers)("%s is a problem of status %d", (type, status, kind, title) => {
  expect(plain.get(type)?.["status_code"]).toBe(String(status));
  expect(documentOf(plain.get(type))).toStrictEqual({
    type: `urn:problem-type:dynamodb-operations:${kind}`,
    title,
    status,
    detail: 'a "quoted" text',
    requestId: "id-1",
  });
});

test.each(general)("%s, for all the rest, keeps the status of its cause", (type, kind, title) => {
  expect(plain.get(type)).toBeDefined();
  expect(plain.get(type)).not.toHaveProperty("status_code");
  expect(documentOf(plain.get(type))).toStrictEqual({
    type: `urn:problem-type:dynamodb-operations:${kind}`,
    title,
    detail: 'a "quoted" text',
    requestId: "id-1",
  });
});

test("every answer of API Gateway is a problem document, and no two have the same response type", () => {
  expect([...plain.keys()].sort()).toStrictEqual(
    [...answers, ...general].map(([type]) => type).sort(),
  );
  expect(variant("default").all("aws_api_gateway_gateway_response")).toHaveLength(plain.size);
});

const header = (name: string) => `gatewayresponse.header.${name}`;
const always = {
  [header("cache-control")]: "'no-store'",
  [header("content-type")]: "'application/problem+json'",
  [header("x-content-type-options")]: "'nosniff'",
};

test("only throttled callers get Retry-After: a quota takes longer", () => {
  for (const [type, { response_parameters }] of plain) {
    const retry = type === "THROTTLED" ? { [header("retry-after")]: "'1'" } : {};
    expect(response_parameters).toStrictEqual({ ...always, ...retry });
  }
});

test("a page of the origin that is set may read every answer of the gateway", () => {
  const open = responses("cors");
  expect([...open.keys()]).toStrictEqual([...plain.keys()]);
  for (const [type, { response_parameters }] of open) {
    expect(response_parameters).toStrictEqual({
      ...plain.get(type)?.["response_parameters"],
      [header("access-control-allow-origin")]: "'https://app.example.com'",
      [header("access-control-allow-credentials")]: "'true'",
      [header("access-control-expose-headers")]:
        "'etag, link, location, retry-after, x-request-id'",
    });
  }
});
