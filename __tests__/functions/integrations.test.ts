/** The guide's POST by both integrations: the same envelope, the same answer. */
import { exampleRequest } from "../../functions/examples";
import { operations } from "../../functions/operations";
import { overHttp } from "../support/functions/clients";
import { guideTable, startHandler } from "../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
let servers: Awaited<ReturnType<typeof overHttp>>[];
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Second", { ...guideTable, name: "Second-physical" }],
  ]);
  servers = [
    await overHttp(service.handler),
    await overHttp(service.handler, { api: { integration: "AWS" } }),
  ];
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await service.close();
});

const rows = Object.keys(operations).map((name): [number, string] => [
  200,
  JSON.stringify(exampleRequest(name)),
]);
const payload = { Item: { Id: "1" }, ConditionExpression: "attribute_not_exists(Id)" };
const create = { operation: "create", tableName: "LambdaTable", payload };
const long = { ...create, payload: { Item: { Id: "1", text: "x".repeat(401 * 1024) } } };

const cases: [status: number, body: string, headers?: Record<string, string>][] = [
  ...rows,
  [200, '{"operation":"ping"}', { "content-type": "application/x-www-form-urlencoded" }],
  [400, "{"],
  [400, "{", { "content-type": "application/x-www-form-urlencoded" }],
  [400, '{"operation":"nothing"}'],
  [400, '{"operation":"read","tableName":"LambdaTable","payload":{"Key":{"Other":"1"}}}'],
  [400, '{"operation":"read","payload":{"Key":{"Id":"1"}}}'],
  [400, '{"operation":"list","tableName":"LambdaTable","payload":{"Limit":0,"Other":1}}'],
  [400, JSON.stringify({ operation: "list", payload: { "\u2028": 1 } })],
  [403, '{"operation":"list","tableName":"Other"}'],
  [409, JSON.stringify(create)],
  [413, JSON.stringify(long)],
  [415, '{"operation":"ping"}', { "content-type": "text/plain" }],
];

/** A row of one's own may answer with the time or a random number. */
const mayVary = (body: string) => rows.some(([, example]) => example === body);

const titled = cases.map(([status, body, headers]) => ({
  status,
  body,
  headers,
  start: body.slice(0, 100),
}));

test.each(titled)("$status for $start", async ({ status, body, headers = {} }) => {
  const item = { operation: "create", tableName: "LambdaTable", payload: { Item: { Id: "1" } } };
  const answers = [];
  for (const { client } of [...servers, ...servers.slice(0, 1)]) {
    await service.post(item);
    answers.push(await client("POST", "/DynamoDBManager", { body, headers }));
  }
  const [proxy, bodyOnly, again] = answers.map((answer) => ({
    status: answer.status,
    text: answer.text.replace(/"requestId":"[^"]*"/, ""),
    headers: ["content-type", "cache-control", "x-content-type-options", "x-request-id"].map(
      (name) => (name === "x-request-id" ? "" : answer.headers[name]),
    ),
  }));
  // A row of one's own may have a condition, which is false on this item.
  expect(status === 200 ? [200, 409] : [status]).toContain(bodyOnly?.status);
  // These the gateway itself refuses with the AWS integration, in other words than the function's.
  const text = mayVary(body) && again?.text !== proxy?.text ? bodyOnly?.text : proxy?.text;
  if (status !== 415 && body !== "{") expect(bodyOnly).toStrictEqual({ ...proxy, text });
  else expect([proxy?.status, proxy?.headers]).toStrictEqual([status, bodyOnly?.headers]);
});

test("what is thrown and is no problem is a 500 that says nothing", async () => {
  const broken = await overHttp(
    async () => {
      throw new Error("secret");
    },
    { api: { integration: "AWS" } },
  );
  const answer = await broken.client("POST", "/DynamoDBManager", { body: '{"operation":"ping"}' });
  await broken.close();
  expect(answer).toMatchObject({
    status: 500,
    json: { status: 500, requestId: expect.any(String) },
  });
  expect(answer.text).not.toContain("secret");
});
