/** What the gateway answers by itself, and what it makes of a function that fails. */
import type { Outcome } from "../../../local/function/outcome";
import { startGateway } from "../../support/local/test-gateway";

type Change = Parameters<typeof startGateway>[0] & object;
/** Without the route that takes what no other route has. */
const dropRest: Change["change"] = ({ json, all }) => {
  const found = all("aws_api_gateway_method").filter(([name]) => name.includes("unknown-any"));
  expect(found).toHaveLength(1);
  for (const [name] of found) delete json.resource.aws_api_gateway_method[name];
};

const gateway = startGateway({
  change: (synthesized) => {
    dropRest(synthesized);
    synthesized.one("aws_api_gateway_integration", "items-any")["timeout_milliseconds"] = 200;
  },
});
const plain = { "content-type": "text/plain" };
const post = (body: string) =>
  fetch(`${gateway.stage}/DynamoDBManager`, { method: "POST", body, headers: plain });

test("an unknown path is refused as in API Gateway", async () => {
  const response = await fetch(`${gateway.stage}/other`);
  expect(response.status).toBe(403);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
  expect(await response.json()).toMatchObject({
    title: "The request is not signed",
    detail: "Missing Authentication Token",
    requestId: response.headers.get("x-amzn-requestid"),
  });
});

test.each(["/", "/DynamoDBManager", "/production/DynamoDBManager", "/pro/DynamoDBManager"])(
  "AWS answers Forbidden, in no shape of the API, to %s, which is of no stage (recorded)",
  async (path) => {
    const body = '{"operation":"ping"}';
    const response = await fetch(new URL(path, gateway.stage), { method: "POST", body });
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toBe("ForbiddenException");
    expect(await response.text()).toBe('{"message":"Forbidden"}');
    expect(gateway.events).toStrictEqual([]);
  },
);

test.each<[string, string, string]>([
  ["a text", '"pong"', "the result is no object"],
  ["null", "null", "the result is no object"],
  ["a list", "[]", "the result is no object"],
  ["a status that is too small", '{"statusCode":99}', "statusCode is no HTTP status"],
  ["a status that is too large", '{"statusCode":600}', "statusCode is no HTTP status"],
  ["a status with a fraction", '{"statusCode":200.5}', "statusCode is no HTTP status"],
  ["a body that is an object", '{"statusCode":200,"body":{}}', "body is no string"],
  ["an unknown member", '{"statusCode":200,"status":1}', 'the result has a member "status"'],
  [
    "more than 6 MB",
    JSON.stringify({ statusCode: 200, body: "ü".repeat(3 * 1024 * 1024) }),
    "the response is over 6 MB",
  ],
])("a function that returns %s is a 502, and the terminal says why", async (_, payload, reason) => {
  gateway.respond = () => ({ payload });
  const response = await post("{}");
  expect(response.status).toBe(502);
  expect(response.headers.get("x-amzn-errortype")).toBe("InternalServerErrorException");
  expect(await response.json()).toMatchObject({ detail: "Internal server error" });
  const id = response.headers.get("x-amzn-requestid");
  expect(gateway.log).toStrictEqual([`${id} Malformed Lambda proxy response: ${reason}.`]);
});

test("a result of 6 MB is an answer", async () => {
  const rest = JSON.stringify({ statusCode: 200, body: "" }).length;
  const body = "x".repeat(6 * 1024 * 1024 - rest);
  gateway.respond = () => ({ payload: JSON.stringify({ statusCode: 200, body }) });
  expect((await post("{}")).status).toBe(200);
});

test.each<[string, () => Outcome]>([
  [
    "a function that throws",
    () => ({ failure: "Error: secret", message: "secret", errorType: "Error" }),
  ],
  [
    "what breaks in the server itself",
    () => {
      throw new Error("secret");
    },
  ],
])(
  "%s is a 502 that says nothing, and a line in the terminal that says why",
  async (_, respond) => {
    gateway.respond = respond;
    const response = await post("{}");
    expect(response.status).toBe(502);
    expect(response.headers.get("x-amzn-errortype")).toBe("InternalServerErrorException");
    const document = await response.json();
    expect(document).toMatchObject({
      title: "The request failed",
      detail: "Internal server error",
    });
    expect(JSON.stringify(document)).not.toContain("secret");
    expect(gateway.log).toStrictEqual([
      `${response.headers.get("x-amzn-requestid")} Error: secret`,
    ]);
  },
);

test("a function that takes longer than the integration waits is a 504, a slow one is an answer", async () => {
  gateway.respond = () => new Promise(() => {});
  const response = await fetch(`${gateway.stage}/DynamoDBManager/ping`);
  expect(response.status).toBe(504);
  expect(response.headers.get("x-amzn-errortype")).toBe("InternalServerErrorException");
  expect(await response.json()).toMatchObject({
    title: "The service did not answer in time",
    detail: "Endpoint request timed out",
  });
  const late = { payload: '{"statusCode":200}' };
  gateway.respond = () => new Promise((done) => setTimeout(() => done(late), 50));
  expect((await post("{}")).status).toBe(200);
});

describe("a Terraform that shapes no answers", () => {
  const bare = startGateway({
    change: (synthesized) => {
      dropRest(synthesized);
      delete synthesized.json.resource.aws_api_gateway_gateway_response;
    },
  });

  test("has API Gateway's own", async () => {
    const response = await fetch(`${bare.stage}/other`);
    expect(response.status).toBe(403);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toStrictEqual({ message: "Missing Authentication Token" });
  });
});

describe("a Terraform that shapes an answer", () => {
  const shaped = startGateway({
    change: (synthesized) => {
      dropRest(synthesized);
      const responses = synthesized.json.resource.aws_api_gateway_gateway_response;
      const named = (type: string) =>
        Object.keys(responses).find((name) => responses[name].response_type === type) as string;
      responses[named("MISSING_AUTHENTICATION_TOKEN")].status_code = "404";
      delete responses[named("BAD_REQUEST_BODY")];
    },
  });

  test("may change its status", async () => {
    expect((await fetch(`${shaped.stage}/other`)).status).toBe(404);
  });

  test("for all of 4xx, has that for one that it does not name, with this one's status", async () => {
    const headers = { "content-type": "application/json" };
    const request = { method: "POST", body: "{", headers };
    const response = await fetch(`${shaped.stage}/DynamoDBManager`, request);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      title: "The request was refused",
      detail: "Invalid request body",
    });
  });
});
