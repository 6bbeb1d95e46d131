/** Preconditions of requests to items with versions: RFC 9110, section 13. */
import { type Client, json, ways } from "../../support/functions/clients";
import { belowRoot, context, httpEvent } from "../../support/functions/events";
import { ifMatch, newItem, table, versionedService } from "../../support/functions/versioned";

const { clientOf, service } = versionedService();

describe.each(ways)("%s", (way) => {
  const send: Client = clientOf(way);
  let { id, path, put } = newItem(send);
  beforeEach(() => {
    ({ id, path, put } = newItem(send));
  });

  test.each(["GET", "HEAD"])(
    "%s by If-None-Match is 304 with what a 200 says of it",
    async (method) => {
      const { tag } = await put();
      const ask = (value: string) => send(method, path, { headers: { "if-none-match": value } });
      for (const value of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
        const { status, text, headers } = await ask(value);
        expect([status, text]).toStrictEqual([304, ""]);
        expect(headers).toMatchObject({ etag: tag, "cache-control": "private, no-cache" });
        expect(headers).not.toHaveProperty("content-length"); // API Gateway adds a content-type
      }
      const { status, headers } = await ask('"1"');
      expect([status, headers["etag"], headers["cache-control"]]).toStrictEqual([
        200,
        tag,
        "private, no-cache",
      ]);
    },
  );

  test.each([
    ["name", { name: "Bob" }],
    ["version,name", { name: "Bob", version: expect.any(Number) }],
  ])("GET of the fields %s has the tag, and nothing else", async (fields, body) => {
    const { tag } = await put({ name: "Bob", age: 1 });
    const answer = await send("GET", `${path}?fields=${fields}`);
    expect([answer.headers["etag"], answer.json]).toStrictEqual([tag, body]);
    const again = await send("GET", `${path}?fields=${fields}`, {
      headers: { "if-none-match": tag },
    });
    expect(again.status).toBe(304);
  });

  test.each(["GET", "HEAD"])(
    "%s by If-Match is 412 when the item has another tag",
    async (method) => {
      const { tag } = await put();
      const ask = async (headers: Record<string, string>, to = path) =>
        (await send(method, to, { headers })).status;
      expect(await ask({ "if-match": tag })).toBe(200);
      expect(await ask({ "if-match": "*" })).toBe(200);
      expect(await ask({ "if-match": `W/${tag}` })).toBe(412);
      expect(await ask({ "if-match": '"1"' })).toBe(412);
      expect(await ask({ "if-match": '"1"', "if-none-match": tag })).toBe(412);
      expect(await ask({ "if-match": tag, "if-none-match": tag })).toBe(304);
      expect(await ask({ "if-match": tag }, `${table}/nobody`)).toBe(404);
      expect(await ask({ "if-none-match": "*" }, `${table}/nobody`)).toBe(404);
    },
  );

  /** Statuses without the item, and with it; TAG is the item's. */
  test.each([
    ["PUT", "if-match", "*", 412, 200],
    ["PUT", "if-match", "TAG", 412, 200],
    ["PUT", "if-match", 'W/"1", "1", TAG', 412, 200],
    ["PUT", "if-match", "W/TAG", 412, 412],
    ["PUT", "if-match", '"1"', 412, 412],
    ["PUT", "if-match", "", 412, 412],
    ["PUT", "if-none-match", "*", 201, 412],
    ["PUT", "if-none-match", "TAG", 201, 412],
    ["PUT", "if-none-match", "W/TAG", 201, 412],
    ["PUT", "if-none-match", '"1"', 201, 200],
    ["PUT", "if-none-match", "", 201, 200],
    ["PATCH", "if-match", "*", 412, 200],
    ["PATCH", "if-match", "TAG", 412, 200],
    ["PATCH", "if-match", "W/TAG", 412, 412],
    ["PATCH", "if-none-match", "*", 404, 412],
    ["PATCH", "if-none-match", '"1"', 404, 200],
    ["PATCH", "if-none-match", "TAG", 404, 412],
    ["DELETE", "if-match", "*", 412, 204],
    ["DELETE", "if-match", "TAG", 412, 204],
    ["DELETE", "if-match", '"1"', 412, 412],
    ["DELETE", "if-none-match", "*", 404, 412],
    ["DELETE", "if-none-match", '"1"', 404, 204],
  ])(
    "%s with %s: %s is %d without the item and %d with it",
    async (method, name, value, without, with_) => {
      const ask = (tag: string) => {
        const headers = { [name]: value.replace("TAG", tag) };
        return send(method, path, { ...json({ a: 2 }), headers });
      };
      const absent = await ask('"2"');
      expect([absent.status, absent.headers["etag"] !== undefined]).toStrictEqual([
        without,
        without === 201,
      ]);
      await send("DELETE", path);
      const { tag } = await put();
      const { status } = await ask(tag);
      expect(status).toBe(with_);
      const { json: after } = await send("GET", path);
      if (with_ === 412)
        expect(after).toStrictEqual({ Id: id, a: 1, version: Number(tag.slice(1, -1)) });
    },
  );

  test.each([
    ["PUT", { "if-match": '"1"' }, "The item has changed since it had this tag. Read it again."],
    ["PUT", { "if-match": 'W/"1"' }, "A weak tag (W/) never matches in If-Match."],
    ["PUT", { "if-none-match": "*" }, "There is an item at this path."],
    ["PUT", { "if-none-match": "TAG" }, "The item still has this tag."],
    ["PATCH", { "if-match": "*", "if-none-match": "*" }, "There is an item at this path."],
    ["DELETE", { "if-match": '"1"' }, "The item has changed since it had this tag. Read it again."],
    ["GET", { "if-match": '"1"' }, "The item has changed since it had this tag. Read it again."],
  ])("%s with %j that fails says why", async (method, headers, detail) => {
    const { tag } = await put();
    const all = Object.entries(headers).map(([name, value]) => [name, value.replace("TAG", tag)]);
    const body = method === "GET" ? {} : json({});
    const refused = await send(method, path, { ...body, headers: Object.fromEntries(all) });
    expect(refused.json).toMatchObject({ status: 412, detail });
    expect(refused.headers["cache-control"]).toBe("no-store");
  });

  test.each(["GET", "PUT", "PATCH", "DELETE"])(
    "a malformed field is a 400 to %s",
    async (method) => {
      await put();
      for (const [name, shown] of [
        ["if-match", "If-Match"],
        ["if-none-match", "If-None-Match"],
      ] as const) {
        const body = method === "GET" ? {} : json({ a: 2 });
        const refused = await send(method, path, { ...body, headers: { [name]: "1764000000000" } });
        expect(refused.json).toMatchObject({
          status: 400,
          detail: `${shown} must be * or tags in quotation marks, between commas: "1764000000000". Copy the tag from ETag.`,
        });
      }
      expect((await send("GET", path)).json.a).toBe(1);
    },
  );

  test("a stale tag does not write, and what it would have overwritten is still there", async () => {
    const { tag } = await put();
    expect((await send("PUT", path, ifMatch(tag, { a: "mine" }))).status).toBe(200);
    expect((await send("PUT", path, ifMatch(tag, { a: "yours" }))).status).toBe(412);
    expect((await send("PATCH", path, ifMatch(tag, { a: "yours" }))).status).toBe(412);
    expect((await send("DELETE", path, ifMatch(tag))).status).toBe(412);
    expect((await send("GET", path)).json.a).toBe("mine");
  });
});

test("several lines of a field are one list", async () => {
  const send = clientOf("in process");
  const { headers } = await send("PUT", `${table}/lines`, json({ a: 1 }));
  const event = (...values: unknown[]) =>
    httpEvent({
      httpMethod: "PUT",
      resource: belowRoot,
      path: `${table}/lines`,
      headers: { "If-Match": String(values.at(-1)) },
      multiValueHeaders: { "If-Match": values as string[], "x-other": ["1"] },
      body: "{}",
    });
  expect(await service().handler(event('"1"', '"2"'), context)).toMatchObject({ statusCode: 412 });
  const found = await service().handler(event(headers["etag"], '"2"'), context);
  expect(found).toMatchObject({ statusCode: 200 });
  expect(await service().handler(event('"1"', "*"), context)).toMatchObject({ statusCode: 400 });
  for (const multiValueHeaders of [{ "if-match": 5 }, null]) {
    const forged = { ...event('"3"'), multiValueHeaders } as never;
    expect(await service().handler(forged, context)).toMatchObject({ statusCode: 412 });
  }
});
