/** The integration of type AWS, as the settings synthesize it: the body in, the bare result out. */
import { createHome } from "../../support/local/local-server";
import { startGateway } from "../../support/local/test-gateway";

const settings = { api: { integration: "AWS" } } as const;
const ping = '{"operation":"ping"}';
type Started = Pick<ReturnType<typeof startGateway>, "stage">;
const post = ({ stage }: Started, type = "application/json") => {
  const headers = { "content-type": type };
  return fetch(`${stage}/DynamoDBManager`, { method: "POST", body: ping, headers });
};
const problem = (status: number, detail: string) => JSON.stringify({ status, detail });
const failing = (message: string) => () => ({
  failure: `conflict: ${message}`,
  message,
  errorType: "conflict",
});

describe("the synthesized integration", () => {
  const gateway = startGateway({ settings });

  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "application/x-www-form-urlencoded",
  ])("gives the function only the body, of type %s", async (type) => {
    gateway.respond = () => ({ payload: '{"n":1.50,"text":"$context.requestId"}' });
    const response = await post(gateway, type);
    expect(gateway.events).toStrictEqual([{ operation: "ping" }]);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("x-request-id")).toBe(response.headers.get("x-amzn-requestid"));
    expect(await response.text()).toBe('{"n":1.50,"text":"$context.requestId"}');
  });

  test("refuses a body of another type", async () => {
    const response = await post(gateway, "text/plain");
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ detail: "Unsupported Media Type" });
    expect(gateway.events).toStrictEqual([]);
  });

  test.each([
    problem(409, "It exists."),
    problem(409, "$& $' $1 $context.requestId"),
    problem(409, "a\u2028b"),
    problem(400, 'says "status":409, in its text'),
  ])("gives a problem its own status and document: %s", async (message) => {
    gateway.respond = failing(message);
    const response = await post(gateway);
    expect(response.status).toBe(JSON.parse(message).status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.text()).toBe(message);
    expect(gateway.log).toStrictEqual([expect.stringContaining(`conflict: ${message}`)]);
  });

  test.each(["Task timed out", "", "secret\n\u2028"])(
    "makes a 500 of what is no problem, and says nothing of it: %j",
    async (message) => {
      gateway.respond = failing(message);
      const response = await post(gateway);
      expect(response.status).toBe(500);
      const { detail, requestId } = JSON.parse(await response.text());
      expect(detail).toBe("The request could not be completed.");
      expect(requestId).toBe(response.headers.get("x-amzn-requestid"));
    },
  );
});

describe("a pattern", () => {
  const pattern = (text: string | undefined) =>
    startGateway({
      settings,
      change: ({ one }) => {
        one("aws_api_gateway_integration_response", "integration-409")["selection_pattern"] = text;
        delete one("aws_api_gateway_integration_response", "integration-500")["selection_pattern"];
      },
    });
  const literal = pattern("conflict|a.b");

  test.each([
    ["conflict", 409],
    ["a-b", 409],
    ["a conflict", 200],
    ["conflict here", 200],
    ["a\nb", 200],
  ])("is of the whole message, as Java matches it: %j is a %d", async (message, status) => {
    literal.respond = failing(message);
    expect((await post(literal)).status).toBe(status);
  });

  test("that never matches leads to the response without a pattern, with the error as Lambda returns it", async () => {
    literal.respond = failing("secret");
    expect(await (await post(literal)).json()).toStrictEqual({ errorMessage: "secret" });
  });
});

describe("of two methods with responses", () => {
  const gateway = startGateway({
    settings,
    change: ({ json, one }) => {
      const responses = json.resource.aws_api_gateway_integration_response;
      const success = one("aws_api_gateway_integration_response", "integration-200");
      json.resource.aws_api_gateway_integration_response = {
        other: { ...success, http_method: "PUT", status_code: "201" },
        elsewhere: {
          ...success,
          resource_id: "another",
          status_code: "202",
        },
        ...responses,
      };
    },
  });

  test("each has its own", async () => {
    expect((await post(gateway)).status).toBe(200);
  });
});

describe("a real function behind it", () => {
  const { start } = createHome();
  const code = `
    const error = Object.assign(new Error('${problem(409, "It exists.")}'), { name: "conflict" });
    export const handler = async ({ operation }) => {
      if (operation === "create") throw error;
    };`;

  test("that throws a problem answers with that, and without a result with null", async () => {
    const { url: stage } = await start({ code, settings });
    const body = '{"operation":"create","payload":{"Item":{"Id":"1"}}}';
    const headers = { "content-type": "application/json" };
    const failed = await fetch(`${stage}/DynamoDBManager`, { method: "POST", body, headers });
    expect([failed.status, await failed.text()]).toStrictEqual([409, problem(409, "It exists.")]);
    const answered = await post({ stage });
    expect([answered.status, await answered.text()]).toStrictEqual([200, "null"]);
  });
});
