/** The pages as files: types, headers, and what is no page. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createHome } from "../../support/local/local-server";
import { sendRaw } from "../../support/local/raw-request";

const { home, start } = createHome();
const code = `export const handler = async ({ path }) => ({ statusCode: 200, body: "the API: " + path });`;
type Server = Awaited<ReturnType<typeof start>>;
let server: Server;
beforeAll(async () => {
  server = await start({ code });
});
/** A header's values as one text, as the body. */
async function get(path: string, method = "GET", { url } = server) {
  const { status, headers, body } = await sendRaw(url, { method, path });
  const joined = Object.entries(headers).map(([name, values]) => [name, values.join()]);
  return { status, headers: Object.fromEntries(joined), text: body.toString() };
}

const files: [string, string][] = [
  ["/", "text/html; charset=utf-8"],
  ["/_docs", "text/html; charset=utf-8"],
  ["/_docs/", "text/html; charset=utf-8"],
  ["/_tables?table=LambdaTable", "text/html; charset=utf-8"],
  ["/favicon.svg", "image/svg+xml"],
  ["/_pages/base.css", "text/css; charset=utf-8"],
  ["/_pages/api.js", "text/javascript; charset=utf-8"],
  ["/_pages/swagger-ui/swagger-ui.css", "text/css; charset=utf-8"],
  ["/_pages/swagger-ui/swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
  ["/_pages/lossless-json/index.js", "text/javascript; charset=utf-8"],
  ["/_pages/service.json", "application/json"],
];

test.each(files)("%s is of type %s, kept by no cache, framed by no page", async (path, type) => {
  const { status, headers } = await get(path);
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": expect.stringMatching(
      /^default-src 'self';.* frame-ancestors 'none'$/,
    ),
  });
  expect(headers["content-security-policy"]).not.toMatch(/unsafe|https?:/);
});

test.each(["/", "/_docs", "/_tables"])("%s has no script and no style of its own", async (path) => {
  const { text } = await get(path);
  expect(text).toMatch(/<script [^>]*src="\/_pages\//);
  expect(text).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=|https?:/);
});

test("HEAD has the headers alone", async () => {
  const [{ headers }, { text }] = [await get("/"), await get("/", "HEAD")];
  expect(text).toBe("");
  expect((await get("/", "HEAD")).headers).toMatchObject({
    "content-length": headers["content-length"],
  });
});

test.each([
  "/_pages/../pages.ts",
  "/_pages/..%2Fpages.ts",
  "/_pages/.js",
  "/_pages/no.js",
  "/_pages/index.html/x.js",
  "/_pages/swagger-ui/package.json",
  "/_pages/swagger-ui/../zod/index.js",
  "/_pages/lossless-json/../umd/lossless-json.js",
  "/_pages/",
])("%s is no file", async (path) => {
  expect(await get(path)).toMatchObject({ status: 404, text: "There is no such file." });
});

test.each(["POST", "PUT", "DELETE", "OPTIONS"])("%s is for the API, also at /", async (method) => {
  expect(await get("/", method)).toMatchObject({ status: 403 });
});

test.each(["_docs", "_tables", "_pages", "_signed"])(
  "a stage that is named %s is the API's",
  async (stage) => {
    const named = await start({ code, settings: { api: { stage } } });
    expect(await get(`/${stage}/api.js`, "GET", named)).toMatchObject({
      status: 200,
      text: "the API: /api.js",
    });
  },
);

describe("the OpenAPI document", () => {
  test("is missing with a reason", async () => {
    expect(await get("/_pages/openapi.json")).toMatchObject({
      status: 404,
      text: "This version has no openapi.json.",
    });
  });

  test("is the one that the version's synth has written", async () => {
    writeFileSync(join(home, "openapi.json"), '{"openapi":"3.1.0"}');
    await server.put({ ...server.service(), directory: home });
    expect(await get("/_pages/openapi.json")).toMatchObject({
      status: 200,
      text: '{"openapi":"3.1.0"}',
      headers: { "content-type": "application/json" },
    });
  });
});
