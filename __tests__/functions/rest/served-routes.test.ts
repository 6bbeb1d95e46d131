/** The façade of tables that allow only some operations: the methods and paths that are left, over the real engine. */
import { tableOperations } from "../../../functions/access";
import { pathOperations } from "../../../functions/operations";
import { routes } from "../../../functions/rest/routes";
import { inProcess, json, nextOf, overHttp } from "../../support/functions/clients";
import { guideTable, root, startHandler } from "../../support/functions/events";
import { indexedOrders } from "../../support/functions/indexed-orders";

const plain = (...open: string[]) => ({ ...guideTable, operations: open });
const indexed = (...open: string[]) => ({ ...indexedOrders, operations: open });

/** They share two physical tables, since only the function knows what a table allows. */
const tables = {
  Read: plain("read"),
  Updated: plain("update"),
  Batches: plain("batchRead", "batchWrite"),
  Written: { ...plain("create", "delete"), versionAttribute: "version" },
  Versioned: { ...plain("create", "read"), versionAttribute: "version" },
  Events: indexed("create", "query"),
  Listed: indexed("list"),
} as const;

let service: Awaited<ReturnType<typeof startHandler>>;
let server: Awaited<ReturnType<typeof overHttp>>;
beforeAll(async () => {
  service = await startHandler(Object.entries(tables));
  server = await overHttp(service.handler);
  await server.client("PUT", `${root}/Versioned/1`, json({}));
  for (const n of [1, 2]) {
    await server.client("PUT", `${root}/Events/asked/${n}`, json({ m: 1, s: "s" }));
  }
});
afterAll(async () => {
  await server.close();
  await service.close();
});

const served: readonly (readonly [path: string, allow: string | undefined])[] = [
  ["Read", undefined],
  ["Read/1", "GET, HEAD, OPTIONS"],
  ["Updated", undefined],
  ["Updated/1", undefined],
  ["Batches", undefined],
  ["Batches/1", undefined],
  ["Written", "POST, OPTIONS"],
  ["Written/1", undefined],
  ["Versioned", "POST, OPTIONS"],
  ["Versioned/1", "GET, HEAD, PUT, OPTIONS"],
  ["Events", "GET, HEAD, POST, OPTIONS"],
  ["Events/1", "GET, HEAD, POST, OPTIONS"],
  ["Events/1/1", "PUT, OPTIONS"],
  ["Listed", "GET, HEAD, OPTIONS"],
  ["Listed/1", undefined],
];

const methods = ["OPTIONS", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const cases = served.flatMap(([path, allow = ""]) =>
  methods.map((method) => {
    const isServed = allow.split(", ").includes(method);
    return [method, path, isServed ? "served" : allow === "" ? 404 : 405, allow] as const;
  }),
);

test.each(cases)("%s of %s is %s", async (method, path, expected, allow) => {
  for (const client of [inProcess(service.handler), server.client]) {
    const body = ["OPTIONS", "GET", "HEAD"].includes(method) ? {} : json({});
    const before = service.sent.length;
    const { status, headers, text } = await client(method, `${root}/${path}`, body);
    const isRefused = status === 405 || /There is nothing at this path/.test(text);
    expect(isRefused || (method === "HEAD" && status === 404) ? status : "served").toBe(expected);
    if (isRefused) expect(service.sent).toHaveLength(before);
    if (status === 405 || method === "OPTIONS") expect(headers["allow"] ?? "").toBe(allow);
  }
});

test("the answer to an unknown path lists only the paths with a method", async () => {
  const { json: problem } = await server.client("GET", `${root}/nothing`);
  const listed = problem.detail.match(/(?<=DynamoDBManager\/)[\w/{}]+/g);
  const names = served.flatMap(([path, allow]) => (allow === undefined ? [] : path));
  expect(listed.map((one: string) => one.replaceAll(/\{\w+\}/g, "1"))).toStrictEqual([
    ...pathOperations,
    ...names,
  ]);
});

const byIndex = "Events?index=by-m&m=eq.1";

test.each<[string, number, string?]>([
  ["Events/asked", 200],
  ["Events/asked?index=local-s", 200],
  [byIndex, 200],
  ["Events", 403, "Events allows create, query, but not list."],
  ["Events?index=by-m", 403, "Events allows create, query, but not list."],
  ["Listed", 200],
  ["Listed?index=by-m", 200],
  ["Listed?index=by-m&m=eq.1", 403, "Listed allows list, but not query."],
  ["Listed?index=local-s", 403, "Listed allows list, but not query."],
  ["Listed?order=asc", 403, "Listed allows list, but not query."],
])("GET %s is %d: the query or the list that it needs is allowed or not", async (path, ...told) => {
  const [expected, detail] = told;
  const { status, json: body } = await server.client("GET", `${root}/${path}`);
  expect([status, body.detail]).toStrictEqual([expected, detail]);
  if (status === 403) expect(body.type).toMatch(/:operation-not-allowed$/);
  else expect(body.items).toContainEqual({ Id: "asked", n: 1, m: 1, s: "s" });
});

test("a mistyped parameter of a table without queries is named, and nothing that it does not allow", async () => {
  const { status, json: body } = await server.client("GET", `${root}/Listed?limt=1`);
  expect(status).toBe(400);
  expect(body.detail).toMatch(/^"limt" is no parameter/);
  expect(body.detail).toMatch(/Listed allows no operation that takes conditions\.$/);
});

test("the next page of what is allowed is allowed", async () => {
  const first = await server.client("GET", `${root}/${byIndex}&limit=1`);
  const next = nextOf(first.headers) as string;
  expect((await server.client("GET", next)).json.items).toHaveLength(1);
});

test("a table that allows only update takes it by the envelope", async () => {
  const payload = {
    Key: { Id: "updated" },
    UpdateExpression: "SET a = :a",
    ExpressionAttributeValues: { ":a": 1 },
  };
  const { statusCode } = await service.post({
    operation: "update",
    tableName: "Updated",
    payload,
  });
  expect(statusCode).toBe(200);
});

/** A row that no route runs is for the envelope alone. */
test("each route of a table names what it runs, and each name is a row that runs a command", () => {
  const ofTables = routes.filter(({ path }) => path.includes("{table}"));
  expect(ofTables.length).toBeGreaterThan(5);
  const named = ofTables.flatMap(({ runs, versionedRuns = [], indexRuns = [] }) => {
    expect(runs?.length).toBeGreaterThan(0);
    return [...(runs ?? []), ...versionedRuns, ...indexRuns];
  });
  expect(tableOperations).toEqual(expect.arrayContaining(named));
});
