/** The path that signs what the server's own pages send under --auth, and signs for nobody else. */
import { createServer } from "node:http";
import { listen, stop } from "../../../local/listen";
import { forwardSigned } from "../../../local/pages/signed";
import type { Service } from "../../../local/service/service";
import { createHome } from "../../support/local/local-server";
import { sendRaw } from "../../support/local/raw-request";

const { start } = createHome();
const code = `export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });`;
const own = { "sec-fetch-site": "same-origin" };
type Start = Partial<Parameters<typeof start>[0]>;
interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function guarded(props: Start = {}) {
  const { url } = await start({ code, auth: true, ...props });
  return async (path: string, { headers = own, ...request }: Sent = {}) => {
    const answer = await sendRaw(url, { ...request, path, headers: Object.entries(headers) });
    return { ...answer, text: answer.body.toString() };
  };
}

let send: Awaited<ReturnType<typeof guarded>>;
beforeAll(async () => {
  send = await guarded();
});

const paths = [
  "/prod/DynamoDBManager",
  "/prod/DynamoDBManager/LambdaTable/a%2Fb%20c",
  "/prod/DynamoDBManager/LambdaTable/%C3%A4%25",
  "/prod/DynamoDBManager/LambdaTable?limit=2&cursor=a%2Bb.c_-&a=1&a=2",
];

test.each(paths)("%s is signed, and arrives as it was sent", async (path) => {
  const headers = { ...own, "content-type": "application/json", "if-match": '"1"' };
  const { status, text } = await send(`/_signed${path}`, {
    method: "PUT",
    headers,
    body: '{"ä":1}',
  });
  expect(status).toBe(200);
  const event = JSON.parse(text);
  expect(event).toMatchObject({
    httpMethod: "PUT",
    body: '{"ä":1}',
    headers: { "if-match": '"1"' },
  });
  expect(event.requestContext.path).toBe(path.split("?")[0]);
  const query = new URLSearchParams(path.split("?")[1]);
  expect(Object.keys(event.multiValueQueryStringParameters ?? {})).toStrictEqual([
    ...new Set(query.keys()),
  ]);
  expect(await send(path)).toMatchObject({ status: 403 });
});

test("the path sends the API key too", async () => {
  const other = await guarded({ settings: { api: { auth: "apiKey" } } });
  expect(await other("/_signed/prod/DynamoDBManager")).toMatchObject({ status: 200 });
  expect(await other("/prod/DynamoDBManager")).toMatchObject({ status: 403 });
});

test("the path says that Cognito needs the cloud", async () => {
  const other = await guarded({ settings: { api: { auth: "cognito" } } });
  expect(await other("/_signed/prod/DynamoDBManager")).toMatchObject({
    status: 401,
    text: expect.stringContaining("Only the cloud can check COGNITO_USER_POOLS"),
  });
});

const refusal = "This path takes only what the server's own pages send to the API.";
test.each<[string, Record<string, string>]>([
  ["a program", {}],
  ["a page of another site", { "sec-fetch-site": "cross-site" }],
  ["a page of another port", { "sec-fetch-site": "same-site" }],
  ["an address that a person types", { "sec-fetch-site": "none" }],
  ["a page whose origin is another", { ...own, origin: "https://evil.example" }],
])("%s gets no signature", async (_, headers) => {
  const { status, text } = await send("/_signed/prod/DynamoDBManager", { headers });
  expect([status, text]).toStrictEqual([
    403,
    expect.stringMatching("origin" in headers ? /"message":"Origin: / : refusal),
  ]);
});

test.each([
  "/_signed/",
  "/_signed/prod",
  "/_signed/production/x",
  "/_signed/_signed/prod/x",
  "/_signed/2015-03-31/functions/f/invocations",
])("%s, which is not below the stage, is refused", async (path) => {
  expect(await send(path)).toMatchObject({ status: 403, text: expect.stringContaining(refusal) });
});

const others = ["192.168.1.20", "::ffff:10.0.0.127", "fe80::127"];
test.each(others)(
  "a program of another machine, %s, which --host lets in, gets no signature",
  async (remoteAddress) => {
    const server = createServer((request, response) => {
      Object.defineProperty(request.socket, "remoteAddress", { value: remoteAddress });
      void forwardSigned(request, response, { service: { stage: "prod" } as Service });
    });
    const origin = `http://127.0.0.1:${await listen(server, 0, "127.0.0.1")}`;
    const headers = Object.entries(own);
    expect(await sendRaw(origin, { path: "/_signed/prod/x", headers })).toMatchObject({
      status: 403,
    });
    await stop(server);
  },
);

test("credentials of the environment sign nothing", async () => {
  const environment = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
  const other = await guarded({ environment });
  const { status, text, headers } = await other("/_signed/prod/DynamoDBManager");
  expect([status, headers["content-type"]]).toStrictEqual([403, ["application/problem+json"]]);
  expect(JSON.parse(text).detail).toMatch(/^--auth checks signatures with the credentials of the/);
});

test("a body that no API takes is refused", async () => {
  const body = "x".repeat(12 * 1024 * 1024);
  const answer = await send("/_signed/prod/DynamoDBManager", { method: "POST", body }).catch(
    () => ({
      status: 413, // the connection ends before all is sent
    }),
  );
  expect(answer).toMatchObject({ status: 413 });
});
