/** Every method at every kind of path: the same answer from the function and through the gateway. */
import { pathOperations } from "../../../functions/operations";
import { anyMethods } from "../../../local/gateway/router";
import { type Client, inProcess, overHttp, type Received } from "../../support/functions/clients";
import { belowRoot, context, httpEvent, root, startHandler } from "../../support/functions/events";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"];
const item = '{"Id":"1","name":"Bob"}';
const ping = '{"operation":"ping"}';

/** For each path, the status of each method, in the order above; where a body is needed it is sent. */
const table: readonly (readonly [path: string, body: string, statuses: readonly number[]])[] = [
  ["/", ping, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/nothing", ping, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/nothing/nested/here", ping, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/x/DynamoDBManager", ping, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/x/DynamoDBManager/LambdaTable", item, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/DynamoDBManager", ping, [405, 405, 200, 405, 405, 405, 204, 405]],
  ["/DynamoDBManager/", ping, [405, 405, 200, 405, 405, 405, 204, 405]],
  ["/DynamoDBManager/echo", ping, [200, 200, 200, 200, 200, 200, 204, 405]],
  ["/DynamoDBManager/ping", ping, [200, 200, 405, 405, 405, 405, 204, 405]],
  ["/DynamoDBManager/ping/more", ping, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/DynamoDBManager/Other", item, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/DynamoDBManager/constructor", item, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/DynamoDBManager/LambdaTable", item, [200, 200, 201, 405, 405, 405, 204, 405]],
  ["/DynamoDBManager/LambdaTable/1", item, [200, 200, 405, 200, 200, 204, 204, 405]],
  ["/DynamoDBManager/LambdaTable/2", '{"name":"Bob"}', [404, 404, 405, 201, 404, 404, 204, 405]],
  ["/DynamoDBManager/LambdaTable/1/more", item, [404, 404, 404, 404, 404, 404, 404, 404]],
  ["/DynamoDBManager/LambdaTable/", item, [400, 400, 405, 400, 400, 400, 204, 405]],
  ["/DynamoDBManager/LambdaTable/%E0%A4%A", item, [400, 400, 405, 400, 400, 400, 204, 405]],
];

let service: Awaited<ReturnType<typeof startHandler>>;
let server: Awaited<ReturnType<typeof overHttp>>;
let clients: Client[];
beforeAll(async () => {
  service = await startHandler();
  server = await overHttp(service.handler);
  clients = [inProcess(service.handler), server.client];
});
afterAll(async () => {
  await server.close();
  await service.close();
});

const cases = table.flatMap(([path, body, statuses]) =>
  methods.map((method, i) => [method, path, statuses[i] as number, body] as const),
);

test.each(cases)("%s %s is %d", async (method, path, status, body) => {
  const [direct, http] = [
    await send(inProcess(service.handler), method, path, body),
    await send(server.client, method, path, body),
  ];
  expect(direct.status).toBe(status);
  // API Gateway itself refuses a method that is none of ANY's.
  const isPassed = anyMethods.includes(method);
  expect(http.status).toBe(isPassed ? status : 403);
  if (isPassed) expect(plain(http)).toBe(plain(direct));
  for (const answer of isPassed ? [direct, http] : [direct]) {
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    if (method === "HEAD" || status === 204) expect(answer.text).toBe("");
    else if (status < 400) expect(answer.headers["content-type"]).toBe("application/json");
    else expect(answer.headers["content-type"]).toBe("application/problem+json");
    if (status === 405 || (method === "OPTIONS" && status === 204))
      expect(answer.headers["allow"]).toMatch(/OPTIONS$/);
  }
});

/** Each request finds only item 1, or no item if it creates that one. */
async function send(client: Client, method: string, path: string, body: string): Promise<Received> {
  await service.post({ operation: "delete", payload: { Key: { Id: "2" } } });
  const creates = method === "POST" && path.endsWith("/LambdaTable");
  if (creates) await service.post({ operation: "delete", payload: { Key: { Id: "1" } } });
  else await service.post({ operation: "create", payload: { Item: { Id: "1" } } });
  return client(method, path, ["GET", "HEAD"].includes(method) ? {} : { body });
}

/** Without what the two ways cannot have in common: the request's id, and the headers of echo. */
const plain = ({ text }: Received) =>
  text.replaceAll(/"requestId":"[^"]*"/g, "").replace(/"headers":\{.*?\}/, "");

test("the answer to an unknown path lists the known ones", async () => {
  const { json } = await (clients[0] as Client)("GET", "/nothing");
  const below = [...pathOperations, "LambdaTable", "LambdaTable/{Id}"];
  const paths = [root, ...below.map((path) => `${root}/${path}`)].join(", ");
  expect(json).toMatchObject({
    type: expect.stringMatching(/not-found$/),
    status: 404,
    detail: `There is nothing at this path. The paths are ${paths}.`,
  });
});

test("the answer to an unsupported method lists the supported ones", async () => {
  const { json, headers } = await (clients[0] as Client)("DELETE", "/DynamoDBManager/LambdaTable");
  expect(json.detail).toBe("This path allows GET, HEAD, POST, OPTIONS.");
  expect(headers["allow"]).toBe("GET, HEAD, POST, OPTIONS");
});

/** Nobody should find a password in a page that shows what was sent. */
const secrets = [
  "Authorization",
  "Proxy-Authorization",
  "cookie",
  "Set-Cookie",
  "X-API-Key",
  "x-amz-security-token",
  "x-amz-credential",
  "X-Amz-Signature",
  "x-amz-s3session-token",
  "x-amz-copy-source-credential",
  "x-amzn-oidc-accesstoken",
];
const harmless = {
  "x-authorization": "shown",
  "authorization-info": "shown",
  "x-api-key-id": "shown",
  "my-x-amz-signature": "shown",
  "x-amz-date": "shown",
};

test("echo shows the whole request, and no credentials, in headers as in the query", async () => {
  const hidden = Object.fromEntries(secrets.map((name) => [name, "secret"]));
  const query = new URLSearchParams({ a: "1", ...harmless, ...hidden });
  for (const client of clients) {
    const { text, json } = await client("PATCH", `/DynamoDBManager/echo?${query}`, {
      body: "{}",
      headers: { ...harmless, ...hidden },
    });
    expect(json).toStrictEqual({
      method: "PATCH",
      path: "/prod/DynamoDBManager/echo",
      query: { a: "1", ...harmless },
      headers: expect.objectContaining(harmless),
      body: "{}",
      isBase64Encoded: false,
    });
    expect(text).not.toContain("secret");
  }
});

test("echo tells whether the body is base64", async () => {
  const path = "/DynamoDBManager/echo";
  const event = {
    resource: belowRoot,
    path,
    body: "AP/+",
    isBase64Encoded: true,
  };
  const { body } = (await service.handler(httpEvent(event), context)) as { body: string };
  expect(JSON.parse(body)).toMatchObject({ body: "AP/+", isBase64Encoded: true });
});

test.each(["constructor", "toString", "__proto__", "get", ""])(
  "the method %j is not allowed, and nothing is called by that name",
  async (method) => {
    for (const path of ["/DynamoDBManager", "/DynamoDBManager/LambdaTable/1"]) {
      expect((await (clients[0] as Client)(method, path)).status).toBe(405);
    }
  },
);

test("echo has the same limit for bodies as other paths", async () => {
  const body = " ".repeat(1024 * 1024 + 1);
  for (const client of clients) {
    expect((await client("POST", "/DynamoDBManager/echo", { body })).status).toBe(413);
  }
});

test.each(["GET", "HEAD"])("%s of an item is strongly consistent", async (method) => {
  await (clients[0] as Client)(method, "/DynamoDBManager/LambdaTable/1");
  expect(service.sent.at(-1)).toMatchObject({ input: { ConsistentRead: true } });
});

test("GET of ping answers pong", async () => {
  for (const client of clients) {
    expect((await client("GET", "/DynamoDBManager/ping")).text).toBe('"pong"');
  }
});
