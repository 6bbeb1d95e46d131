/** What a browser has to be told before a page of another origin may use the API. */
import { createHandler, type Ports } from "../../../functions/handler";
import { routes } from "../../../functions/rest/routes";
import { inProcess } from "../../support/functions/clients";
import { guideTable, startHandler, tableOf } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

const clientOf = (cors?: { origin: string; credentials: boolean }, operations?: string[]) =>
  inProcess(
    createHandler({
      send: service.client.send.bind(service.client) as Ports["send"],
      tables: new Map([["LambdaTable", tableOf("LambdaTable", { ...guideTable, operations })]]),
      cors,
      log: () => {},
    }),
  );

const origin = "https://app.example.com";
const preflight = { headers: { origin, "access-control-request-method": "PUT" } };
const path = "/DynamoDBManager/LambdaTable/1";
const namesOf = (headers: object) =>
  Object.keys(headers).filter((name) => name.startsWith("access-control"));

test("the preflight allows every method, and the headers of a signed request", async () => {
  const answer = await clientOf({ origin, credentials: true })("OPTIONS", path, preflight);
  expect(answer.status).toBe(204);
  expect(answer.headers).toStrictEqual({
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-allow-methods": "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
    "access-control-allow-headers":
      "authorization, content-type, if-match, if-none-match, x-amz-content-sha256, x-amz-date, x-amz-security-token, x-api-key",
    "access-control-expose-headers": "etag, link, location, retry-after, x-request-id",
    "access-control-max-age": "600", // a preflight every ten minutes and not before every request
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": "request-1",
  });
});

test("the preflight allows the methods of all routes", async () => {
  const { headers } = await clientOf({ origin, credentials: false })("OPTIONS", path, preflight);
  const allowed = String(headers["access-control-allow-methods"]).split(", ");
  expect(routes.filter(({ method }) => !allowed.includes(method))).toStrictEqual([]);
});

test.each([
  "/DynamoDBManager",
  "/DynamoDBManager/",
  "/DynamoDBManager/LambdaTable",
  "/DynamoDBManager/LambdaTable/1/more",
  "/DynamoDBManager/LambdaTable/%E0%A4%A",
  "/DynamoDBManager/Other",
  "/DynamoDBManager/ping",
  "/DynamoDBManager/nothing/here",
])("the preflight is the same for %s: it tells nobody what exists", async (other) => {
  const client = clientOf({ origin, credentials: false });
  const { headers, status, text } = await client("OPTIONS", other, preflight);
  const known = await client("OPTIONS", path, preflight);
  expect([status, headers, text]).toStrictEqual([204, known.headers, ""]);
  expect(JSON.stringify(headers)).not.toMatch(/LambdaTable|ping|DynamoDBManager/);
});

test("the preflight is the same for a table that allows one operation", async () => {
  const cors = { origin, credentials: false };
  const limited = await clientOf(cors, ["create"])("OPTIONS", path, preflight);
  const whole = await clientOf(cors)("OPTIONS", path, preflight);
  expect([limited.status, limited.headers]).toStrictEqual([204, whole.headers]);
});

test.each([
  ["GET", 404, path, ""],
  ["PUT", 201, path, "{}"],
  ["PUT", 400, path, "{"],
  ["PATCH", 200, path, '{"a":1}'],
  ["DELETE", 204, path, ""],
  ["DELETE", 404, path, ""],
  ["DELETE", 405, "/DynamoDBManager", ""],
  ["GET", 200, "/DynamoDBManager/ping", ""],
])(
  "%s with status %d can be read by the page, and is no preflight",
  async (method, status, to, body) => {
    const client = clientOf({ origin: "*", credentials: false });
    const answer = await client(method, to, { headers: { origin }, body });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "etag, link, location, retry-after, x-request-id",
    });
    expect(namesOf(answer.headers)).toHaveLength(2);
  },
);

test.each(["OPTIONS", "GET"])(
  "without the setting %s says nothing of other origins",
  async (method) => {
    const { headers } = await clientOf()(method, path, preflight);
    expect(namesOf(headers)).toStrictEqual([]);
  },
);

test("without the setting OPTIONS of a known path says what it allows, and of another nothing", async () => {
  const known = await clientOf()("OPTIONS", path, preflight);
  expect(known).toMatchObject({
    status: 204,
    headers: { allow: "GET, HEAD, PUT, PATCH, DELETE, OPTIONS" },
  });
  expect(await clientOf()("OPTIONS", "/DynamoDBManager/Other", preflight)).toMatchObject({
    status: 404,
  });
});
