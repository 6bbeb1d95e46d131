/** The module that Lambda loads, and what it reads from the environment. */
import type { createHandler } from "../../functions/handler";
import { writeTables } from "../../functions/table";
import { context, guideTable, httpEvent, startHandler, tableOf } from "../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
let printed: jest.SpiedFunction<typeof process.stdout.write>;
beforeAll(async () => {
  service = await startHandler();
});
beforeEach(() => {
  printed = jest.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  printed.mockRestore();
  for (const name of ["TABLES", "CORS", "RESOURCE", "SERVICE", "CODE_SHA256"])
    delete process.env[name];
});
const warming: Promise<void>[] = [];
afterAll(async () => {
  await Promise.all(warming);
  await service.close();
});

/** The module as a new container loads it. */
function load(): ReturnType<typeof createHandler> {
  let handler: ReturnType<typeof createHandler> | undefined;
  jest.isolateModules(() => {
    const loaded = require("../../functions/index");
    handler = loaded.handler;
    warming.push(loaded.warm);
  });
  return handler as ReturnType<typeof createHandler>;
}

const list = httpEvent({ body: '{"operation":"list","tableName":"LambdaTable"}' });

test("serves the environment's tables, and prints one line per request", async () => {
  process.env["TABLES"] = writeTables([tableOf("LambdaTable", guideTable)]);
  expect(await load()(list, context)).toMatchObject({ statusCode: 200 });
  expect(printed).toHaveBeenCalledTimes(1);
  const line = String(printed.mock.calls[0]?.[0]);
  expect(line).toMatch(/^\{.*\}\n$/);
  expect(JSON.parse(line)).toMatchObject({ operation: "list", table: "LambdaTable", items: 0 });
});

test("serves of a table the operations that the environment names", async () => {
  process.env["TABLES"] = writeTables([
    { ...tableOf("LambdaTable", guideTable), operations: ["read", "query"] },
  ]);
  expect(process.env["TABLES"]).toContain('"operations":"read query"'); // short
  const body = expect.stringContaining("LambdaTable allows read, query, but not list.");
  expect(await load()(list, context)).toMatchObject({ statusCode: 403, body });
});

test("serves no table when the environment names none", async () => {
  expect(await load()(list, context)).toMatchObject({ statusCode: 403 });
  expect(printed).toHaveBeenCalledTimes(1);
});

test("lets pages of another origin in when the environment names it, and only then", async () => {
  const allowed = async () => {
    const ping = httpEvent({ body: '{"operation":"ping"}' });
    const { headers } = (await load()(ping, context)) as { headers: Record<string, string> };
    return headers["access-control-allow-origin"];
  };
  expect(await allowed()).toBeUndefined();
  process.env["CORS"] = '{"origin":"https://app.example.com","credentials":false}';
  expect(await allowed()).toBe("https://app.example.com");
});

test("logs a failure with the checksum of the environment, and an answer without it", async () => {
  const table = { ...tableOf("LambdaTable", guideTable), physicalName: "Gone" };
  Object.assign(process.env, { TABLES: writeTables([table]), CODE_SHA256: "abc=" });
  await load()(list, context);
  await load()(httpEvent({ body: '{"operation":"ping"}' }), context);
  const [failed, answered] = printed.mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(failed).toMatchObject({ error: "ResourceNotFoundException", codeSha256: "abc=" });
  expect(answered).not.toHaveProperty("codeSha256");
});

test("uses the resource and the service name of the environment", async () => {
  Object.assign(process.env, { RESOURCE: "/Shop", SERVICE: "shop" });
  const at = (path: string) => httpEvent({ path, resource: path, body: '{"operation":"none"}' });
  const handler = load();
  expect(await handler(at("/Shop"), context)).toMatchObject({
    statusCode: 400,
    body: expect.stringContaining('"urn:problem-type:shop:invalid-body"'),
  });
  expect(await handler(at("/DynamoDBManager"), context)).toMatchObject({ statusCode: 404 });
});

test("is warm without a line in the log", async () => {
  process.env["TABLES"] = writeTables([tableOf("LambdaTable", guideTable)]);
  load();
  await warming.at(-1);
  expect(printed).not.toHaveBeenCalled();
});
