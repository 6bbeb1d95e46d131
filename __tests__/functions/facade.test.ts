/** Items as resources, for somebody who knows HTTP and nothing of DynamoDB; each case by both ways. */
import { type Client, inProcess, overHttp } from "./clients";
import { guideTable, startHandler, type TableConfig } from "./events";

const orders: TableConfig = {
  name: "Orders-physical",
  hash_key: "customer",
  range_key: "number",
  attribute: [
    { name: "customer", type: "S" },
    { name: "number", type: "N" },
  ],
};
const blobs: TableConfig = {
  name: "Blobs-physical",
  hash_key: "bytes",
  attribute: [{ name: "bytes", type: "B" }],
};

let service: Awaited<ReturnType<typeof startHandler>>;
let server: Awaited<ReturnType<typeof overHttp>>;
const clients: Record<string, Client> = {};
beforeAll(async () => {
  service = await startHandler([
    ["LambdaTable", guideTable],
    ["Orders", orders],
    ["Blobs", blobs],
  ]);
  server = await overHttp(service.handler);
  clients["in process"] = inProcess(service.handler);
  clients["over HTTP"] = server.client;
});
afterAll(async () => {
  await server.close();
  await service.close();
});

const table = "/DynamoDBManager/LambdaTable";
const json = (value: unknown) => ({ body: JSON.stringify(value) });

describe.each(["in process", "over HTTP"])("%s", (way) => {
  const send: Client = (...request) => (clients[way] as Client)(...request);
  /** Every case with an item of its own. */
  let id = "";
  let path = "";
  beforeEach(() => {
    id = `${way} ${Math.random()}`;
    path = `${table}/${encodeURIComponent(id)}`;
  });

  test("create, follow Location, read, replace, patch, delete", async () => {
    const created = await send("POST", table, json({ Id: id, name: "Bob" }));
    expect(created).toMatchObject({ status: 201, json: { Id: id, name: "Bob" } });
    const location = String(created.headers["location"]);
    expect(location).toBe(`/prod${path}`);
    const below = location.replace("/prod", "");
    expect(await send("GET", below)).toMatchObject({ status: 200, json: { Id: id, name: "Bob" } });
    const replaced = await send("PUT", below, json({ age: 1 }));
    expect(replaced).toMatchObject({ status: 200, json: { Id: id, age: 1 } });
    const patched = await send("PATCH", below, json({ age: null, name: "Eve" }));
    expect(patched).toMatchObject({ status: 200, json: { Id: id, name: "Eve" } });
    expect((await send("GET", below)).json).toEqual({ Id: id, name: "Eve" });
    expect(await send("DELETE", below)).toMatchObject({ status: 204, text: "" });
    expect((await send("GET", below)).json).toMatchObject({
      type: expect.stringMatching(/not-found$/),
    });
  });

  test("POST does not overwrite, PUT creates and says so", async () => {
    expect((await send("PUT", path, json({ a: 1 }))).status).toBe(201);
    const again = await send("POST", table, json({ Id: id, a: 2 }));
    expect(again).toMatchObject({
      status: 409,
      json: { type: expect.stringMatching(/already-exists$/) },
    });
    expect((await send("GET", path)).json).toEqual({ Id: id, a: 1 });
  });

  test.each([
    ["PUT", "if-none-match", "*", 201, 412],
    ["PUT", "if-match", "*", 412, 200],
    ["PUT", "if-match", '"tag"', 412, 412],
    ["PUT", "if-none-match", '"tag"', 201, 200],
    ["DELETE", "if-match", "*", 412, 204],
    ["DELETE", "if-none-match", "*", 404, 412],
    ["PATCH", "if-match", "*", 412, 200],
    ["PATCH", "if-match", '"tag"', 412, 412],
    ["PATCH", "if-none-match", "*", 404, 412],
  ])(
    "%s with %s: %s is %d without the item and %d with it",
    async (method, name, value, without, with_) => {
      const request = { ...json({ a: 1 }), headers: { [name]: value } };
      expect((await send(method, path, request)).status).toBe(without);
      await send("PUT", path, json({ a: 0 }));
      expect((await send(method, path, request)).status).toBe(with_);
    },
  );

  test("what is not there cannot be read, patched or deleted, and a patch does not make it", async () => {
    for (const [method, sent] of [
      ["GET"],
      ["DELETE"],
      ["PATCH", json({ a: 1 })],
      ["PATCH", json({ a: { b: 1 } })],
      ["PATCH", json({})],
    ] as const) {
      expect((await send(method, path, sent)).status).toBe(404);
    }
  });

  test.each([
    ["/Orders/a%2Fb%20%25/12.50", { customer: "a/b %", number: 12.5 }, "/Orders/a%2Fb%20%25/12.5"],
    ["/Orders/%F0%9F%A6%86/-0.1e1", { customer: "🦆", number: -1 }, "/Orders/%F0%9F%A6%86/-1"],
    ["/Orders/constructor/1", { customer: "constructor", number: 1 }, "/Orders/constructor/1"],
    ["/Blobs/AP_-", { bytes: { $binary: "AP/+" } }, "/Blobs/AP_-"],
  ])("the key in %s is exact", async (segments, key, location) => {
    const item = { ...key, by: way };
    await send("DELETE", `/DynamoDBManager${segments}`);
    expect((await send("PUT", `/DynamoDBManager${segments}`, json({ by: way }))).json).toEqual(
      item,
    );
    expect((await send("GET", `/DynamoDBManager${segments}`)).json).toEqual(item);
    await send("DELETE", `/DynamoDBManager${segments}`);
    const created = await send(
      "POST",
      `/DynamoDBManager${segments.split("/", 2).join("/")}`,
      json(item),
    );
    expect(created.headers["location"]).toBe(`/prod/DynamoDBManager${location}`);
  });

  test("a number of 38 digits is a key", async () => {
    const number = "12345678901234567890123456789012345678";
    const to = `/DynamoDBManager/Orders/big/${number}`;
    expect((await send("PUT", to, { body: "{}" })).text).toContain(`"number":${number}`);
    const { json: read, text } = await send("GET", to);
    expect(Object.keys(read).sort()).toEqual(["customer", "number"]);
    expect(text).toContain(`"number":${number}`);
  });

  test.each([
    ["GET", "/Orders//1", /customer must not be empty/],
    ["GET", "/Orders/a/", /number must not be empty/],
    ["GET", "/Orders/a/one", /number must be a number/],
    ["GET", "/Orders/a/0x10", /number must be a number/],
    ["GET", "/Orders/a/1e999", /Number overflow|magnitude|range/i],
    ["GET", "/Orders/a", /The key of an item of Orders is \{customer\}\/\{number\}/],
    ["GET", "/Blobs/AP+%2F", /bytes must be base64url/],
    ["GET", "/LambdaTable/%ff", /not percent-encoded UTF-8/],
    ["GET", "/%ff", /not percent-encoded UTF-8/],
    ["GET", "/LambdaTable?limit=0", /"limit" must be a whole number from 1 to 1000/],
    ["GET", "/LambdaTable?limit=1e2", /"limit" must be/],
    ["GET", "/LambdaTable?Limit=2", /The query has "Limit"; limit and cursor are known here/],
    ["GET", "/LambdaTable?cursor=abc", /"cursor" must be one that/],
    ["GET", "/LambdaTable?cursor=", /"cursor" must be one that/],
  ])("%s %s is a 400 that says why", async (method, to, detail) => {
    const answer = await send(method, `/DynamoDBManager${to}`);
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toMatch(detail);
  });

  test.each([
    ["PUT", "[]", [{ pointer: "", detail: "must be of type object, received array." }]],
    ["PUT", '{"Id":"other"}', [{ pointer: "/Id", detail: "must be as in the path." }]],
    ["PUT", '{"a":{"b":{"$set":[]}}}', [{ pointer: "/a/b/$set", detail: expect.any(String) }]],
    ["PATCH", '{"Id":null}', [{ pointer: "/Id", detail: "must be as in the path." }]],
    ["PATCH", '{"a":{"$set":[1,"b"]}}', [{ pointer: "/a/$set", detail: expect.any(String) }]],
  ])("%s %s is a 400 that points at it", async (method, body, errors) => {
    const answer = await send(method, path, { body });
    expect(answer).toMatchObject({ status: 400, json: { errors } });
  });

  test("POST needs the whole key", async () => {
    const answer = await send("POST", "/DynamoDBManager/Orders", json({ a: 1 }));
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([
      { pointer: "/customer", detail: "is required." },
      { pointer: "/number", detail: "is required." },
    ]);
    const wrong = await send("POST", "/DynamoDBManager/Orders", json({ customer: 1, number: [] }));
    expect(wrong.status).toBe(400);
  });

  test("a body of another type is 415, one that is no JSON is 400", async () => {
    const text = { body: "{}", headers: { "content-type": "text/plain" } };
    expect((await send("PUT", path, text)).status).toBe(415);
    expect((await send("PUT", path, { body: "{" })).status).toBe(400);
    const patch = { body: "{}", headers: { "content-type": "application/merge-patch+json" } };
    await send("PUT", path, { body: "{}" });
    expect((await send("PATCH", path, patch)).status).toBe(200);
  });
});
