/** Binary and compressed bodies, in both directions. */
import { deflateSync, gunzipSync, gzipSync, inflateSync } from "node:zlib";
import { sendRaw } from "../../support/local/raw-request";
import { startGateway } from "../../support/local/test-gateway";

const path = "/prod/DynamoDBManager";
const bytes = Buffer.from([0, 255, 128]);
const base64 = bytes.toString("base64");
const answering = (result: object) => () => ({ payload: JSON.stringify(result) });
const binary = (answer: object = {}) => ({ body: base64, isBase64Encoded: true, ...answer });

describe("an API without binary media types and compression", () => {
  const gateway = startGateway();
  const post = (body: string | Buffer, headers: [string, string][] = []) =>
    sendRaw(gateway.stage, { method: "POST", path, body, headers });

  test.each(["image/png", "application/json", "text/plain; charset=utf-8"])(
    "refuses bytes of the type %s that are no UTF-8, so that nobody stores U+FFFD",
    async (type) => {
      const { status, headers, body } = await post(bytes, [["Content-Type", type]]);
      expect(status).toBe(400);
      expect(JSON.parse(body.toString())).toMatchObject({ detail: "Invalid request body" });
      expect(headers["x-amzn-errortype"]).toStrictEqual(["BadRequestException"]);
      expect(gateway.events).toStrictEqual([]);
      expect(gateway.log).toStrictEqual([
        expect.stringMatching(` The body is no UTF-8, and ${type.split(";")[0]} `),
      ]);
    },
  );

  test("passes on text with any character", async () => {
    await post("ü€\u{1F600}\uFFFD\0", [["Content-Type", "text/plain"]]);
    expect(gateway.events).toMatchObject([{ body: "ü€\u{1F600}\uFFFD\0", isBase64Encoded: false }]);
  });

  test("AWS validates: answers with the base64 itself (localstack's suite)", async () => {
    gateway.respond = answering(binary());
    expect((await sendRaw(gateway.stage, { path })).body.toString()).toBe(base64);
  });

  test("does not compress an answer", async () => {
    gateway.respond = answering({ body: "x".repeat(10_000) });
    const headers = [["Accept-Encoding", "gzip"] as const];
    const answer = await sendRaw(gateway.stage, { path, headers });
    expect(answer.headers["content-encoding"]).toBeUndefined();
    expect(answer.body).toHaveLength(10_000);
  });

  const text = '{"operation":"ping"}';
  test.each([
    ["gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["GZIP", gzipSync(text)],
    ["identity", Buffer.from(text)],
  ])("AWS's page: decompresses a body in %s before it is validated", async (coding, body) => {
    await post(body, [
      ["Content-Type", "application/json"],
      ["Content-Encoding", coding],
    ]);
    expect(gateway.events).toMatchObject([{ body: text, headers: { "Content-Encoding": coding } }]);
  });

  test.each([
    ["br", Buffer.from(text), "Content-Encoding is br, not gzip or deflate."],
    ["gzip", Buffer.from(text), "The body is no gzip: "],
    ["gzip", gzipSync(Buffer.alloc(10 * 1024 * 1024 + 1)), "The body is no gzip: "],
  ])("AWS's page: refuses a body that is no %s with 415", async (coding, body, reason) => {
    const { status, headers } = await post(body, [["Content-Encoding", coding]]);
    expect(status).toBe(415);
    expect(headers["x-amzn-errortype"]).toStrictEqual(["BadRequestException"]);
    expect(gateway.log).toStrictEqual([expect.stringContaining(` ${reason}`)]);
  });
});

describe("an API whose binary media types are image/png and font/*", () => {
  const gateway = startGateway({
    settings: { api: { binaryMediaTypes: ["image/png", "font/*"] } },
  });
  const post = (type: string, body: string | Buffer) =>
    sendRaw(gateway.stage, {
      method: "POST",
      path,
      body,
      headers: [["Content-Type", type]],
    });

  test.each(["image/png", "IMAGE/PNG; a=b", "font/woff"])(
    "AWS's page: gives the function a body of %s as base64",
    async (type) => {
      await post(type, bytes);
      expect(gateway.events).toMatchObject([{ body: base64, isBase64Encoded: true }]);
    },
  );

  test("gives it a body of another type as text", async () => {
    await post("image/svg+xml", "<svg/>");
    expect(gateway.events).toMatchObject([{ body: "<svg/>", isBase64Encoded: false }]);
  });

  test("has null for no body, whatever its type", async () => {
    await post("image/png", "");
    expect(gateway.events).toMatchObject([{ body: null }]);
  });

  test.each<[string, Buffer | string]>([
    ["image/png", bytes],
    ["image/png;q=0.5, text/html", bytes],
    ["IMAGE/png, text/html", bytes],
    ["font/woff", bytes],
    ["text/html, image/png", base64],
    ["*/*", base64],
    ["image/*", base64],
    ["", base64],
  ])(
    "AWS important notes: decodes an answer only by the first type of Accept: %s",
    async (accept, expected) => {
      gateway.respond = answering(binary());
      const headers = accept === "" ? [] : ([["Accept", accept]] as const);
      const { body } = await sendRaw(gateway.stage, { path, headers });
      expect(body).toStrictEqual(Buffer.from(expected));
    },
  );

  test("leaves an answer that is no base64 as it is", async () => {
    gateway.respond = answering(binary({ isBase64Encoded: false }));
    const headers = [["Accept", "image/png"] as const];
    expect((await sendRaw(gateway.stage, { path, headers })).body.toString()).toBe(base64);
  });
});

describe("an API whose binary media types are */*", () => {
  const gateway = startGateway({ settings: { api: { binaryMediaTypes: ["*/*"] } } });

  test("takes every body for binary, and decodes every answer", async () => {
    gateway.respond = answering(binary());
    const request = { method: "POST", path, body: "text" };
    expect((await sendRaw(gateway.stage, request)).body).toStrictEqual(bytes);
    expect(gateway.events).toMatchObject([
      { body: Buffer.from("text").toString("base64"), isBase64Encoded: true },
    ]);
  });
});

describe("an integration with the body alone, whose type is binary", () => {
  const gateway = startGateway({
    settings: { api: { integration: "AWS", binaryMediaTypes: ["application/json"] } },
  });

  test("gives the function the JSON", async () => {
    await sendRaw(gateway.stage, { method: "POST", path, body: '{"operation":"ping"}' });
    expect(gateway.events).toStrictEqual([{ operation: "ping" }]);
  });
});

describe("an API whose minimum compression size is 100", () => {
  const gateway = startGateway({ settings: { api: { minimumCompressionSize: 100 } } });
  const ask = (accepted: string | undefined, result: object) => {
    gateway.respond = answering(result);
    const headers = accepted === undefined ? [] : ([["Accept-Encoding", accepted]] as const);
    return sendRaw(gateway.stage, { path, headers });
  };
  const large = { body: "x".repeat(100) };

  test.each<[string, string, (body: Buffer) => Buffer]>([
    ["gzip", "gzip", gunzipSync],
    ["deflate", "deflate", inflateSync],
    ["deflate,gzip", "deflate", inflateSync],
    ["GZIP, deflate, br", "gzip", gunzipSync],
    ["deflate;q=0.5,gzip;q=1.0", "gzip", gunzipSync],
    ["gzip;q=1.0, identity; q=0.5, *;q=0", "gzip", gunzipSync],
  ])("AWS's page: compresses for %s with %s", async (accepted, coding, decode) => {
    const { headers, body } = await ask(accepted, large);
    expect(headers["content-encoding"]).toStrictEqual([coding]);
    expect(headers["content-length"]).toStrictEqual([`${body.length}`]);
    expect(decode(body).toString()).toBe(large.body);
  });

  test.each<[string, string | undefined, object]>([
    ["is smaller", "gzip", { body: "x".repeat(99) }],
    ["is encoded already", "gzip", { ...large, headers: { "Content-Encoding": "br" } }],
    ["is for nobody who asks for it", undefined, large],
    ["is for a caller who takes anything", "*", large],
    ["is for a caller whose first choice is another", "br, gzip", large],
    ["is for a caller who refuses it", "gzip;q=0", large],
  ])("AWS's page: does not compress an answer that %s", async (_, accepted, result) => {
    const { body } = await ask(accepted, result);
    expect(body.toString()).toBe((result as typeof large).body);
  });
});
