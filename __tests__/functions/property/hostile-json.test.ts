/** Hostile JSON gets an answer or a refusal, in process and through the local server, and breaks nothing. */
import type { APIGatewayProxyResult } from "aws-lambda";
import { inProcess } from "../../support/functions/clients";
import { context, httpEvent, startHandler } from "../../support/functions/events";
import { bodies, cases } from "../../support/functions/hostile-json";
import { createProject } from "../../support/local/project";

jest.setTimeout(120_000);

const places = Object.entries(bodies);
const ping = '{"operation":"ping"}';

interface Answer {
  readonly status: number;
  readonly type: string | null | undefined;
  readonly body: string;
}

function expectAnswerOrRefusal({ status, type, body }: Answer): void {
  if (status === 200) expect(type).toBe("application/json");
  else {
    expect([400, 413]).toContain(status);
    expect(type).toBe("application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ status, title: expect.any(String) });
  }
}

test("the texts of the JSONTestSuite are among the cases", () => {
  expect(cases.filter(({ valid }) => valid === true).length).toBeGreaterThan(90);
  expect(cases.filter(({ valid }) => valid === false).length).toBeGreaterThan(180);
  expect(cases.filter(({ valid }) => valid === undefined).length).toBeGreaterThan(80);
  expect(places).toHaveLength(5);
});

describe("in process", () => {
  let service: Awaited<ReturnType<typeof startHandler>>;
  beforeAll(async () => {
    service = await startHandler();
  });
  afterAll(() => service.close());

  async function post(body: string | Buffer): Promise<Answer> {
    const isBase64Encoded = typeof body !== "string";
    const event = httpEvent({
      body: body.toString(isBase64Encoded ? "base64" : undefined),
      isBase64Encoded,
    });
    const answer = (await service.handler(event, context)) as APIGatewayProxyResult;
    const type = answer.headers?.["content-type"] as string;
    return { status: answer.statusCode, type, body: answer.body };
  }

  test.each(cases)("$name is answered or refused", async ({ text, valid }) => {
    for (const [, bodyOf] of places) expectAnswerOrRefusal(await post(bodyOf(text)));
    const echoed = await post(bodies["echoed"]?.(text) ?? "");
    if (valid === undefined) return;
    expect(echoed.status).toBe(valid ? 200 : 400);
    if (valid) expect(JSON.parse(echoed.body)).toStrictEqual(JSON.parse(text));
  });

  test.each([
    ["a byte that begins nothing", [0xff]],
    ["a character cut off", [0xe2, 0x82]],
    ["half a character", [0xed, 0xa0, 0x80]],
    ["a character of too many bytes", [0xc0, 0xaf]],
    ["UTF-16", [0x00, 0x5b, 0x00, 0x5d]],
  ])("bytes that are no UTF-8 are refused: %s", async (_, bytes) => {
    for (const [, bodyOf] of places) {
      const [before = "", after = ""] = bodyOf('"|"').split("|");
      const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
      const answer = await post(body);
      expectAnswerOrRefusal(answer);
      expect(answer.status).toBe(400);
    }
  });

  test("no prototype has been changed", () => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("by the façade", () => {
  let service: Awaited<ReturnType<typeof startHandler>>;
  beforeAll(async () => {
    service = await startHandler();
  });
  afterAll(() => service.close());

  test.each([
    ["PUT", (text: string) => `{"a":${text}}`],
    ["PATCH", (text: string) => `{"a":{"b":${text}}}`],
  ])("%s of every text is answered or refused", async (method, bodyOf) => {
    const client = inProcess(service.handler);
    const path = "/DynamoDBManager/LambdaTable/hostile";
    for (const { text } of cases) {
      const body = bodyOf(text);
      const { status, headers, text: answer } = await client(method, path, { body });
      const type = String(headers["content-type"]);
      expectAnswerOrRefusal({ status: status === 201 ? 200 : status, type, body: answer });
    }
  });
});

describe("through the local server", () => {
  const project = createProject();
  let url: string;
  beforeAll(async () => {
    delete process.env["AWS_ENDPOINT_URL_DYNAMODB"]; // the server is to start its own engine
    ({ url } = await project.start(["--port", "0", "--memory"]));
  });
  afterAll(async () => {
    await project.endAll();
    project.remove();
  });

  async function post(body: string, type: string): Promise<Answer> {
    const response = await fetch(url, { method: "POST", body, headers: { "content-type": type } });
    const { status, headers } = response;
    return { status, type: headers.get("content-type"), body: await response.text() };
  }

  test.each([
    ["alone", "application/x-www-form-urlencoded"],
    ["echoed", "application/x-www-form-urlencoded"],
    ["echoed", "application/json"], // which API Gateway checks itself, before the function does
    ["stored", "application/json"],
  ])("every text %s, as %s, is answered or refused", async (place, type) => {
    const bodyOf = bodies[place] as (typeof bodies)[string];
    for (const { text } of cases) expectAnswerOrRefusal(await post(bodyOf(text), type));
  });

  test("the server still answers", async () => {
    expect(await post(ping, "application/json")).toMatchObject({ status: 200, body: '"pong"' });
  });
});
