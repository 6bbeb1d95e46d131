/** Requests that the SDK and curl sign, over HTTP. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Signed, send, sign, startGuarded } from "../../support/local/guarded-gateway";

const gateway = startGuarded();
const stage = () => gateway.stage;

const urls = [
  "/signed/a%2Fb",
  "/signed/a%20b/",
  "/signed/a b/ü/日本",
  "/signed/%25/%C3%BC/!'()*~@:",
  "/signed/a//b",
  "/signed/a?b=2&b=1&b=&a",
  "/signed/a?b=1?c=2",
  "/signed/a?b=x+y%2Bz%20%2F&a-b=1&a=2&é=ü&%24=%3D&=",
];
describe("a request that the SDK signs is let in", () => {
  test.each(urls)("%s", async (path) => {
    for (const [method, body] of [
      ["GET"],
      ["POST", ""],
      ["PUT", "{}"],
      ["DELETE"],
      ["PATCH", "ü"],
    ]) {
      for (const checksum of [true, false]) {
        const response = await send(await sign(stage() + path, { method, body }, { checksum }));
        expect([method, checksum, response.status]).toStrictEqual([method, checksum, 200]);
      }
    }
  });
});

describe("a request that is changed after the SDK has signed it is refused", () => {
  const headers = { "content-type": "application/json" };
  test.each<[string, (request: Signed) => object]>([
    ["method", () => ({ method: "PUT" })],
    ["path", ({ url }) => ({ url: url.replace("/a%2Fb", "/a/b") })],
    ["query", ({ url }) => ({ url: `${url}&c` })],
    ["body", () => ({ body: '{"operation":"list"}' })],
    ["header", (request) => ({ headers: { ...request.headers, "content-type": "text/plain" } })],
    [
      "date",
      (request) => ({
        headers: {
          ...request.headers,
          "x-amz-date": request.headers["x-amz-date"]?.replace("00Z", "01Z"),
        },
      }),
    ],
  ])("%s", async (_, change) => {
    const request = await sign(`${stage()}/signed/a%2Fb?b=1`, {
      body: '{"operation":"ping"}',
      headers,
    });
    const response = await send({ ...request, ...change(request) });
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toBe("InvalidSignatureException");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toStrictEqual({
      type: "urn:problem-type:dynamodb-operations:forbidden",
      status: 403,
      title: expect.any(String),
      detail: expect.stringMatching(/^The request signature we calculated does not match the /),
      requestId: response.headers.get("x-amzn-requestid"),
    });
    expect(gateway.events).toStrictEqual([]);
  });

  test("a header with what a template could take for its own", async () => {
    const request = await sign(`${stage()}/signed/a`, { headers: { "x-test": "a" } });
    const changed = {
      ...request,
      headers: { ...request.headers, "x-test": "  $'   $& $context.requestId é" },
    };
    const { detail } = (await (await send(changed)).json()) as { detail: string };
    expect(detail).toContain("\nx-test:$' $& $context.requestId é\n");
  });

  test("a body that is not signed", async () => {
    const unsigned = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    const response = await send(
      await sign(`${stage()}/signed/a`, { headers: unsigned, body: "x" }),
    );
    expect(response.headers.get("x-amzn-errortype")).toBe("InvalidSignatureException");
  });
});

describe("curl --aws-sigv4", () => {
  const curl = async (...args: string[]) => {
    const scope = `aws:amz:${gateway.region}:execute-api`;
    const print = ["-s", "-o", "/dev/null", "-w", "%{http_code} %header{x-amzn-errortype}"];
    const { stdout } = await promisify(execFile)("curl", [...print, "--aws-sigv4", scope, ...args]);
    return stdout;
  };
  const user = ["-u", "local:local"];

  // Sorted and encoded as the signature wants it, since old versions sign a query as it is.
  test.each([
    ["GET", "/signed/a"],
    ["POST", "/signed/a/", "-d", "{}"],
    ["PUT", "/signed/~a_b-c.d?a=&a=1&b=%20x%2F&c=", "-d", ""],
    ["DELETE", "/signed/a", "-H", "x-test: a  ü"],
  ])("%s %s is let in", async (method, path, ...options) => {
    expect(await curl(...user, "-X", method, ...options, stage() + path)).toBe("200 ");
  });

  test("of a path with a percent sign is let in from 8.14 on, which signs it as AWS does", async () => {
    const { stdout } = await promisify(execFile)("curl", ["--version"]);
    const [, major, minor] = /^curl (\d+)\.(\d+)/.exec(stdout) ?? [];
    const exact = Number(major) * 1000 + Number(minor) >= 8014;
    expect(await curl(...user, `${stage()}/signed/a%2Fb`)).toBe(
      exact ? "200 " : "403 InvalidSignatureException",
    );
  });

  test("with another secret is refused", async () => {
    expect(await curl("-u", "local:other", `${stage()}/signed/a`)).toBe(
      "403 InvalidSignatureException",
    );
  });

  test("with another key is refused", async () => {
    expect(await curl("-u", "other:local", `${stage()}/signed/a`)).toBe(
      "403 UnrecognizedClientException",
    );
  });
});
