/** Which events are HTTP, and which bodies are read: content types, bytes, sizes and nesting. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import { context, httpEvent, startHandler } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

describe("content types", () => {
  const body = { operation: "ping" };
  test.each<[string | undefined, number]>([
    [undefined, 200],
    ["", 200],
    ["application/json", 200],
    ["Application/JSON; charset=utf-8", 200],
    ["application/json ; charset=utf-8", 200],
    [" application/json", 200],
    ["application/vnd.api+json", 200],
    ["application/merge-patch+json", 200],
    ["application/x-www-form-urlencoded", 200],
    ["application/x-www-form-urlencoded; charset=UTF-8", 200],
    ["application/json-patch+json", 415],
    ["application/+json", 415],
    ["application/jsonl", 415],
    ["application/xml; a=application/json", 415],
    ["x-application/json", 415],
    ["text/json", 415],
    ["text/plain", 415],
    ["application/xml", 415],
  ])("%p answers %d", async (type, status) => {
    const response = await service.post(body, type === undefined ? {} : { "CONTENT-type": type });
    expect(response.statusCode).toBe(status);
  });
});

test.each([null, "text", 1, undefined])(
  "an event with the request context %p is no HTTP: its caller gets an error, and no response",
  async (requestContext) => {
    const event = { httpMethod: "POST", requestContext };
    await expect(service.handler(event, context)).rejects.toMatchObject({ name: "invalid-body" });
  },
);

test.each([null, "text", 1, true, [], [[]]])(
  "the event %j is an envelope that is wrong",
  async (event) => {
    await expect(service.handler(event, context)).rejects.toMatchObject({ name: "invalid-body" });
  },
);

test.each(["httpMethod", "requestContext"])(
  "an event without %s is no HTTP either",
  async (name) => {
    const { [name as "path"]: _, ...event } = httpEvent({ body: '{"operation":"ping"}' });
    await expect(service.handler(event, context)).rejects.toMatchObject({ name: "invalid-body" });
  },
);

test.each<[string, Partial<APIGatewayProxyEvent>]>([
  ["none", { body: null }],
  ["none, and no headers", { body: "", headers: null as never }],
  ["no text", { body: { operation: "ping" } as never }],
  ["none, of a type that is no text", { headers: { "content-type": null } as never }],
])("a body that is %s is missing", async (_, change) => {
  const response = await service.handler(httpEvent(change), context);
  expect(response).toMatchObject({
    statusCode: 400,
    body: expect.stringContaining("The body is missing."),
  });
});

describe("bytes", () => {
  const send = (bytes: Buffer) =>
    service.handler(httpEvent({ body: bytes.toString("base64"), isBase64Encoded: true }), context);

  test("may begin with a byte order mark, as some editors write", async () => {
    expect(await send(Buffer.from('\ufeff{"operation":"ping"}'))).toMatchObject({
      statusCode: 200,
    });
  });

  test("may come in base64", async () => {
    const response = await send(Buffer.from('{"operation":"ping"}'));
    expect(response).toMatchObject({ statusCode: 200, body: '"pong"' });
  });

  test.each([
    ["a byte that begins nothing", [0x22, 0xff, 0x22]],
    ["a character cut off", [0x22, 0xe2, 0x82, 0x22]],
  ])("that are no UTF-8 are refused, and not stored as other text: %s", async (_, bytes) => {
    const before = Buffer.from('{"operation":"echo","payload":');
    const response = await send(Buffer.concat([before, Buffer.from(bytes), Buffer.from("}")]));
    expect(response).toMatchObject({
      statusCode: 400,
      body: expect.stringContaining("The body is not valid UTF-8."),
    });
  });
});

describe("1 MiB", () => {
  const size = 1024 * 1024;
  const frame = '{"operation":"echo","payload":""}';
  const echo = (text: string) => service.post(frame.replace('""', () => `"${text}"`));

  test("is accepted", async () => {
    expect((await echo("x".repeat(size - frame.length))).statusCode).toBe(200);
  });

  test("plus one byte is refused", async () => {
    expect((await echo("x".repeat(size - frame.length + 1))).statusCode).toBe(413);
  });

  test("is counted in bytes, not in characters", async () => {
    expect((await echo("é".repeat(size / 2 - 20))).statusCode).toBe(200);
    expect((await echo("é".repeat(size / 2))).statusCode).toBe(413);
  });
});

describe("what is echoed", () => {
  const echo = (payload: string) => service.post(`{"operation":"echo","payload":${payload}}`);

  test("may be nothing", async () => {
    expect((await service.post({ operation: "echo" })).body).toBe("null");
  });

  test.each(["0", '""', "false", "null", "[]", "{}", "1e400"])("may be %s", async (payload) => {
    expect((await echo(payload)).body).toBe(payload);
  });

  test("may be nested 64 levels deep", async () => {
    const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    expect(await echo(nested(64))).toMatchObject({ statusCode: 200, body: nested(64) });
    const detail = "must not be nested deeper than 64 levels.";
    expect((await echo(nested(65))).json.errors).toStrictEqual([{ pointer: "/payload", detail }]);
    expect(await echo(`[${"[],".repeat(1000)}[]]`)).toMatchObject({ statusCode: 200 });
  });
});

test.each([
  ["create", '{"Item":DEEP}'],
  ["echo", "DEEP"],
  ["echo", "[1e5,DEEP]"],
])("lists a hundred thousand deep are refused: %s %s", async (operation, payload) => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const body = `{"operation":"${operation}","payload":${payload.replace("DEEP", deep)}}`;
  expect(await service.post(body)).toMatchObject({ statusCode: 400 });
});
