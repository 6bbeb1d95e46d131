/** Items as resources, for somebody who knows HTTP and nothing of DynamoDB; each case by both ways. */
import { type Client, json, ways } from "../../support/functions/clients";
import { belowRoot, context, httpEvent, root } from "../../support/functions/events";
import { startFacade } from "../../support/functions/facade";

let facade: Awaited<ReturnType<typeof startFacade>>;
beforeAll(async () => {
  facade = await startFacade();
});
afterAll(() => facade.close());

const table = "/DynamoDBManager/LambdaTable";

describe.each(ways)("%s", (way) => {
  const send: Client = (...request) => facade.clients[way](...request);
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
    expect((await send("GET", below)).json).toStrictEqual({ Id: id, name: "Eve" });
    expect(await send("DELETE", below)).toMatchObject({ status: 204, text: "" });
    expect((await send("GET", below)).json).toMatchObject({
      type: expect.stringMatching(/not-found$/),
    });
  });

  test("POST does not overwrite; PUT creates and answers 201", async () => {
    expect((await send("PUT", path, json({ a: 1 }))).status).toBe(201);
    const again = await send("POST", table, json({ Id: id, a: 2 }));
    expect(again).toMatchObject({
      status: 409,
      json: { type: expect.stringMatching(/already-exists$/) },
    });
    expect((await send("GET", path)).json).toStrictEqual({ Id: id, a: 1 });
  });

  test.each([
    ["PUT", "if-none-match", "*", 201, 412],
    ["PUT", "if-match", "*", 412, 200],
    ["PUT", "if-match", '"tag"', 412, 412],
    ["PUT", "if-match", "", 412, 412],
    ["PUT", "if-match", '"a*"', 412, 412],
    ["PUT", "if-none-match", '"a*"', 201, 200],
    ["PUT", "if-none-match", '"tag"', 201, 200],
    ["DELETE", "if-match", "*", 412, 204],
    ["PUT", "if-match", '"a,*,b"', 412, 412],
    ["PUT", "if-none-match", '"a,*"', 201, 200],
    ["PUT", "if-none-match", '"tag", *', 400, 400],
    ["PATCH", "if-match", "tag", 400, 400],
    ["DELETE", "if-match", '*, "tag"', 400, 400],
    ["DELETE", "if-none-match", "*", 404, 412],
    ["PATCH", "if-match", "*", 412, 200],
    ["PATCH", "if-match", '"tag"', 412, 412],
    ["PATCH", "if-none-match", "*", 404, 412],
    ["PATCH", "if-none-match", '"tag"', 404, 200],
  ])(
    "%s with %s: %s is %d without the item and %d with it",
    async (method, name, value, without, with_) => {
      const request = { ...json({ a: 1 }), headers: { [name]: value } };
      expect((await send(method, path, request)).status).toBe(without);
      await send("PUT", path, json({ a: 0 }));
      expect((await send(method, path, request)).status).toBe(with_);
    },
  );

  test("If-Match: * and If-None-Match: * together always fail", async () => {
    const request = { ...json({ a: 1 }), headers: { "if-match": "*", "if-none-match": "*" } };
    for (const method of ["PUT", "PATCH", "DELETE", "PUT"]) {
      expect((await send(method, path, request)).status).toBe(412);
      await send("PUT", path, json({ a: 0 }));
    }
    expect((await send("GET", path)).json).toStrictEqual({ Id: id, a: 0 });
  });

  test.each([
    ["PUT", "if-none-match", "an"],
    ["DELETE", "if-none-match", "an"],
    ["PATCH", "if-none-match", "an"],
    ["PUT", "if-match", "no"],
    ["DELETE", "if-match", "no"],
    ["PATCH", "if-match", "no"],
  ])("%s refused by %s says that there is %s item", async (method, name, article) => {
    if (article === "an") await send("PUT", path, json({}));
    const refused = await send(method, path, { ...json({ a: 1 }), headers: { [name]: "*" } });
    expect(refused.json.detail).toBe(`There is ${article} item at this path.`);
  });

  test.each([
    [{ "if-match": '"tag"' }, 'Items have no entity tags: use "If-Match: *".'],
    [{ "if-match": "*", "if-none-match": "*" }, "An item cannot both exist and not exist."],
  ])("what %j asks for is refused with its reason", async (headers, detail) => {
    for (const method of ["PUT", "PATCH", "DELETE"]) {
      const refused = await send(method, path, { ...json({ a: 1 }), headers });
      expect(refused.json).toMatchObject({ status: 412, detail });
    }
  });

  test("a missing item cannot be read, patched or deleted, and a patch does not create it", async () => {
    for (const [method, sent] of [
      ["GET"],
      ["DELETE"],
      ["PATCH", json({ a: 1 })],
      ["PATCH", json({ a: { b: 1 } })],
      ["PATCH", json({})],
    ] as const) {
      const { json: problem, status } = await send(method, path, sent);
      expect([status, problem.detail]).toStrictEqual([404, "There is no item at this path."]);
    }
  });

  test.each([
    ["PUT", "[]", [{ pointer: "", detail: "must be of type object, received array." }]],
    ["PUT", "[1e400]", [{ pointer: "", detail: "must be of type object, received array." }]],
    ["PUT", "1e400", [{ pointer: "", detail: "must be of type object, received number." }]],
    ["PATCH", "1e400", [{ pointer: "", detail: "must be of type object, received number." }]],
    ["PUT", '{"Id":"other"}', [{ pointer: "/Id", detail: "must be the same as in the path." }]],
    ["PUT", '{"a":{"b":{"$set":[]}}}', [{ pointer: "/a/b/$set", detail: expect.any(String) }]],
    ["PATCH", '{"Id":null}', [{ pointer: "/Id", detail: "must be the same as in the path." }]],
    ["PATCH", '{"a":{"$set":[1,"b"]}}', [{ pointer: "/a/$set", detail: expect.any(String) }]],
  ])("%s %s is a 400 that points at it", async (method, body, errors) => {
    const answer = await send(method, path, { body });
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toStrictEqual(errors);
    if (body.includes("Id")) expect(answer.json.detail).toBe("The path has another key.");
  });

  test("a mistake stays one, whatever precondition comes with it", async () => {
    await send("PUT", path, json({}));
    for (const method of ["PUT", "PATCH"]) {
      const wrong = { body: '{"Id":"other"}', headers: { "if-match": "*" } };
      expect((await send(method, path, wrong)).status).toBe(400);
      const large = { ...json({ a: "x".repeat(410_000) }), headers: { "if-match": "*" } };
      expect((await send(method, path, large)).status).toBe(413);
    }
  });

  test("a body of another type is 415, one that is no JSON is 400", async () => {
    const text = { body: "{}", headers: { "content-type": "text/plain" } };
    expect((await send("PUT", path, text)).status).toBe(415);
    const other = { body: "[]", headers: { "content-type": "application/json-patch+json" } };
    expect((await send("PATCH", path, other)).status).toBe(415);
    expect((await send("PUT", path, { body: "{" })).status).toBe(400);
    expect((await send("PUT", path)).json.detail).toBe("The body is missing.");
    const patch = { body: "{}", headers: { "content-type": "application/merge-patch+json" } };
    await send("PUT", path, { body: "{}" });
    expect((await send("PATCH", path, patch)).status).toBe(200);
  });
});

test("the answer to an unknown path lists every table with its key attributes", async () => {
  const { json: problem } = await facade.clients["in process"]("GET", "/DynamoDBManager/nothing");
  const paths = ["LambdaTable", "LambdaTable/{Id}"]
    .concat("Orders", "Orders/{customer}", "Orders/{customer}/{number}", "Blobs", "Blobs/{bytes}")
    .map((path) => `, ${root}/${path}`);
  expect(problem.detail).toContain(`${paths.join("")}.`);
});

test("an event with only the required members is answered", async () => {
  const bare = { resource: belowRoot, path: table, body: '{"Id":"bare"}' };
  const event = httpEvent({ ...bare, headers: null as never, requestContext: {} as never });
  expect(await facade.handler(event, context)).toMatchObject({
    statusCode: 201,
    headers: { location: "/DynamoDBManager/LambdaTable/bare", "x-request-id": "invocation-1" },
  });
});
