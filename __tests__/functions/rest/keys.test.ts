/** Keys of every type and shape in paths: exact, or a clear 400. */
import { type Client, json, ways } from "../../support/functions/clients";
import { startFacade } from "../../support/functions/facade";

let facade: Awaited<ReturnType<typeof startFacade>>;
beforeAll(async () => {
  facade = await startFacade();
});
afterAll(() => facade.close());

describe.each(ways)("%s", (way) => {
  const send: Client = (...request) => facade.clients[way](...request);

  test.each([
    ["/Orders/a%2Fb%20%25/12.50", { customer: "a/b %", number: 12.5 }, "/Orders/a%2Fb%20%25/12.5"],
    ["/Orders/%F0%9F%A6%86/-0.1e1", { customer: "🦆", number: -1 }, "/Orders/%F0%9F%A6%86/-1"],
    ["/Orders/signed/1e+2", { customer: "signed", number: 100 }, "/Orders/signed/100"],
    ["/Orders/small/-1.5E-1", { customer: "small", number: -0.15 }, "/Orders/small/-0.15"],
    ["/Orders/zero/0", { customer: "zero", number: 0 }, "/Orders/zero/0"],
    ["/Orders/%C3%A9%20/1", { customer: "\u00e9 ", number: 1 }, "/Orders/%C3%A9%20/1"],
    ["/Orders/e%CC%81/1", { customer: "e\u0301", number: 1 }, "/Orders/e%CC%81/1"],
    [
      "/Orders/DynamoDBManager/1",
      { customer: "DynamoDBManager", number: 1 },
      "/Orders/DynamoDBManager/1",
    ],
    ["/Orders/constructor/1", { customer: "constructor", number: 1 }, "/Orders/constructor/1"],
    ["/Blobs/AP_-", { bytes: { $binary: "AP/+" } }, "/Blobs/AP_-"],
  ])("the key in %s is exact", async (segments, key, location) => {
    const item = { ...key, by: way };
    await send("DELETE", `/DynamoDBManager${segments}`);
    expect(
      (await send("PUT", `/DynamoDBManager${segments}`, json({ by: way }))).json,
    ).toStrictEqual(item);
    expect((await send("GET", `/DynamoDBManager${segments}`)).json).toStrictEqual(item);
    const repeated = await send("PUT", `/DynamoDBManager${segments}`, json(item));
    expect([repeated.status, repeated.json]).toStrictEqual([200, item]);
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
    await send("DELETE", to);
    const item = { body: `{"customer":"big","number":${number}}` };
    const created = await send("POST", "/DynamoDBManager/Orders", item);
    expect(created.headers["location"]).toBe(`/prod${to}`);
    expect((await send("PUT", to, item)).status).toBe(200);
    const { json: read, text } = await send("GET", to);
    expect(Object.keys(read).sort()).toStrictEqual(["customer", "number"]);
    expect(text).toContain(`"number":${number}`);
  });

  test("the body may write the number of the path in another way", async () => {
    const to = "/DynamoDBManager/Orders/big/1e20";
    const item = (number: string) => ({ body: `{"customer":"big","number":${number}}` });
    await send("DELETE", to);
    expect((await send("PUT", to, item("100000000000000000000"))).status).toBe(201);
    expect((await send("PATCH", to, item("10.0e19"))).status).toBe(200);
    expect((await send("PUT", to, item("100000000000000000001"))).status).toBe(400);
  });

  test.each(["GET", "HEAD", "DELETE", "PATCH"])(
    "%s of a key that DynamoDB refuses is no mistake of a body",
    async (method) => {
      const body = method === "PATCH" ? json({ map: { a: 1 } }) : {};
      const answer = await send(method, "/DynamoDBManager/Orders/a/1e999", body);
      expect(answer.status).toBe(400);
      if (method !== "HEAD") expect(answer.json.type).toMatch(/:invalid-parameter$/);
    },
  );

  test.each([
    ["/Orders//1", /customer must not be empty/],
    ["/Orders/a/", /number must not be empty/],
    ["/Orders/a/one", /number must be a number/],
    ["/Orders/a/0x10", /number must be a number/],
    ["/Orders/a/1ex5", /number must be a number/],
    ["/Orders/a/1e", /number must be a number/],
    ["/Orders/a/1.", /number must be a number/],
    ["/Orders/a/.5", /number must be a number/],
    ["/Orders/a/01", /number must be a number/],
    ["/Orders/a/x1", /number must be a number/],
    ["/Orders/a/1x", /number must be a number/],
    ["/Orders/a/1e999", /Number overflow|magnitude|range/i],
    ["/Orders/", /customer must not be empty/],
    ["/Blobs/AP+%2F", /bytes must be base64url/],
    ["/LambdaTable/%ff", /not percent-encoded UTF-8/],
    ["/Orders/%ff", /not percent-encoded UTF-8/],
  ])("GET %s is a 400 that says why", async (to, detail) => {
    const answer = await send("GET", `/DynamoDBManager${to}`);
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toMatch(detail);
  });

  test("POST needs the whole key", async () => {
    const answer = await send("POST", "/DynamoDBManager/Orders", json({ a: 1 }));
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toStrictEqual([
      { pointer: "/customer", detail: "is required." },
      { pointer: "/number", detail: "is required." },
    ]);
    for (const [table, part] of [
      ["LambdaTable", "Id"],
      ["Orders", "number"],
    ]) {
      const lacks = await send("POST", `/DynamoDBManager/${table}`, json({ customer: "a" }));
      const errors = [{ pointer: `/${part}`, detail: "is required." }];
      expect(lacks.json).toMatchObject({ status: 400, detail: "The item lacks its key.", errors });
    }
    for (const customer of [1, null, {}, "\ud800"]) {
      const wrong = { body: JSON.stringify({ customer, number: [] }) };
      expect((await send("POST", "/DynamoDBManager/Orders", wrong)).status).toBe(400);
    }
  });

  test.each([".", ".."])(
    "a key %j is refused, since no client could follow its Location",
    async (Id) => {
      const refused = await send("POST", "/DynamoDBManager/LambdaTable", json({ Id }));
      expect(refused.status).toBe(400);
      expect(refused.json.detail).toMatch(/cannot be in a URL. Use the operation/);
    },
  );
});
