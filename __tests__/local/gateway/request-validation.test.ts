/** Which bodies the gateway refuses before the function sees them. */
import type { synthesize } from "../../support/infra/synthesize";
import { startGateway } from "../../support/local/test-gateway";

type Started = ReturnType<typeof startGateway>;
/** Without a type, unless there is one: `fetch` adds none to bytes. */
const post = ({ stage }: Started, body: string, type?: string) =>
  fetch(`${stage}/DynamoDBManager`, {
    method: "POST",
    body: new TextEncoder().encode(body),
    headers: type === undefined ? {} : { "content-type": type },
  });

describe("the synthesized model", () => {
  const gateway = startGateway();
  const json = "application/json";
  test.each<[string, string | undefined, string]>([
    ["of an operation", json, '{"operation":"ping"}'],
    ["of the form type, which has no model", "application/x-www-form-urlencoded", "[]"],
    ["of another type, which has no model", "text/plain", "no envelope"],
  ])("lets a body %s pass", async (_, type, body) => {
    expect((await post(gateway, body, type)).status).toBe(200);
    expect(gateway.events).toMatchObject([{ body }]);
  });

  test.each<[string, string | undefined, string]>([
    ["that is no envelope", json, "[]"],
    ["with a charset", "application/json; charset=utf-8", "[]"],
    ["with its type in capitals", "Application/JSON ;charset=utf-8", "[]"],
    ["without a type, which counts as JSON", undefined, "[]"],
    ["that is no JSON", json, "{"],
    ["that is empty", json, ""],
    ["of no operation", json, '{"operation":"constructor"}'],
    ["with a member that nothing reads", json, '{"operation":"ping","extra":1}'],
  ])("refuses a body %s", async (_, type, body) => {
    const response = await post(gateway, body, type);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      title: "The request is not valid",
      status: 400,
      detail: "Invalid request body",
    });
    expect(gateway.events).toStrictEqual([]);
  });

  test.each([
    ['{"operation":"pong"}', /body\/operation must be equal to one of the allowed values: .*ping/],
    ['{"operation":1}', /body\/operation must be string/],
    ["{}", /body must have required property 'operation'/],
    ['{"operation":"ping","extra":1}', /body must NOT have additional properties: extra/],
    ["[]", /body must be object/],
    ["{", /The body is no JSON: .+/],
    ["text\non two lines", /The body is no JSON: .+/],
  ])("says in the log, in the validator's words, why it refuses %s", async (body, reason) => {
    const response = await post(gateway, body, json);
    const id = response.headers.get("x-amzn-requestid");
    expect(gateway.log).toHaveLength(1);
    const [line = ""] = gateway.log;
    expect(line.startsWith(`${id} `)).toBe(true);
    expect(line).toMatch(reason);
    expect(line).not.toContain("\n");
    expect(await response.text()).not.toMatch(reason);
  });

  test("checks only the guide's POST: bodies of other methods reach the function", async () => {
    const headers = { "content-type": json };
    await fetch(`${gateway.stage}/DynamoDBManager/LambdaTable`, {
      method: "POST",
      body: "[]",
      headers,
    });
    expect(gateway.events).toMatchObject([{ body: "[]" }]);
  });
});

describe.each<[string, Parameters<typeof startGateway>[0]]>([
  ["the setting is off", { settings: { api: { requestValidation: false } } }],
  [
    "the validator does not look at bodies",
    {
      change: ({ one }: ReturnType<typeof synthesize>) => {
        one("aws_api_gateway_request_validator")["validate_request_body"] = false;
      },
    },
  ],
  [
    "the method has a model and no validator",
    {
      change: ({ one }: ReturnType<typeof synthesize>) => {
        delete one("aws_api_gateway_method", "post")["request_validator_id"];
      },
    },
  ],
])("where %s", (_, props) => {
  const gateway = startGateway(props);

  test("the function sees every body", async () => {
    expect((await post(gateway, "[]", "application/json")).status).toBe(200);
    expect(gateway.events).toMatchObject([{ body: "[]" }]);
  });
});

describe("of several models", () => {
  const gateway = startGateway({
    change: ({ json }) => {
      const models = json.resource.aws_api_gateway_model;
      json.resource.aws_api_gateway_model = { other: { name: "Other", schema: "{}" }, ...models };
    },
  });

  test("the method's own is taken", async () => {
    expect((await post(gateway, "[]", "application/json")).status).toBe(400);
  });
});
