/** What writes and reads do with the version of an item. */
import { type Client, json, ways } from "../../support/functions/clients";
import { ifMatch, newItem, table, versionedService } from "../../support/functions/versioned";

const { clientOf, putPast } = versionedService();

describe.each(ways)("%s", (way) => {
  const send: Client = clientOf(way);
  let { id, path, put } = newItem(send);
  beforeEach(() => {
    ({ id, path, put } = newItem(send));
  });

  test("the first version is the time in milliseconds, and each write adds one", async () => {
    const before = Date.now();
    const created = await send("POST", table, json({ Id: id, a: 1 }));
    const { version } = created.json;
    expect(version).toBeGreaterThanOrEqual(before);
    expect(version).toBeLessThanOrEqual(Date.now());
    const answers = [
      created,
      await send("GET", path),
      await send("PUT", path, json({ a: 2 })),
      await send("PATCH", path, json({ b: 3 })),
      await send("PATCH", path, json({ c: { d: 4 } })),
      await send("PATCH", path, json({ c: { e: 5 } })),
      await send("PATCH", path, json({})),
      await send("GET", path),
    ];
    const more = [0, 0, 1, 2, 3, 4, 5, 5];
    expect(answers.map((answer) => answer.status)).toStrictEqual([201, ...Array(7).fill(200)]);
    expect(answers.map((answer) => answer.json.version - version)).toStrictEqual(more);
    expect(answers.map(({ headers }) => headers["etag"])).toStrictEqual(
      more.map((n) => `"${version + n}"`),
    );
    for (const { headers } of answers) expect(headers["cache-control"]).toBe("private, no-cache");
    const whole = { Id: id, a: 2, b: 3, c: { d: 4, e: 5 }, version: version + 5 };
    expect(answers.at(-1)?.json).toStrictEqual(whole);
    expect((await send("GET", table)).json.items).toContainEqual(whole);
  });

  test("PUT creates with a version, too", async () => {
    const before = Date.now();
    const { status, json: created, headers } = await send("PUT", path, json({ a: 1 }));
    expect([status, created]).toStrictEqual([201, { Id: id, a: 1, version: expect.any(Number) }]);
    expect(created.version).toBeGreaterThanOrEqual(before);
    expect(headers["etag"]).toBe(`"${created.version}"`);
    expect((await send("PUT", path, json({ a: 2 }))).status).toBe(200);
  });

  test("a sort key, an exact number and an attribute of any name make no difference", async () => {
    const to = `/DynamoDBManager/Orders/${encodeURIComponent(id)}/1.5`;
    const created = await send(
      "POST",
      "/DynamoDBManager/Orders",
      json({ customer: id, number: 1.5 }),
    );
    const tag = String(created.headers["etag"]);
    const body = { body: '{"big":12345678901234567890}', headers: { "if-match": tag } };
    const replaced = await send("PUT", to, body);
    expect(replaced).toMatchObject({
      status: 200,
      headers: { etag: expect.not.stringMatching(tag) },
    });
    expect((await send("GET", to)).text).toContain('"big":12345678901234567890');
    expect((await send("DELETE", to, { headers: { "if-match": tag } })).status).toBe(412);
    const { json: refused } = await send("PUT", to, json({ "a/b": "x" }));
    expect(refused.errors[0].pointer).toBe("/a~1b");
  });

  describe("an item without a version", () => {
    const inTable = [{}, { version: "one" }, { version: 1.5 }, { version: -1 }, { version: 1e15 }];

    test.each(inTable)("has no tag, and gets one by its first write: %j", async (old) => {
      const before = Date.now();
      for (const [method, more] of [
        ["PUT", {}],
        ["PATCH", { a: 1 }],
        ["PATCH", { a: 1, b: { c: 1 } }],
      ] as const) {
        await putPast({ Id: id, a: 1, ...old });
        const read = await send("GET", path);
        expect(read).toMatchObject({ status: 200, json: { Id: id, a: 1, ...old } });
        expect(read.headers).not.toHaveProperty("etag");
        expect(read.headers["cache-control"]).toBe("no-store");
        const tag = await send(method, path, ifMatch('"1"'));
        expect(tag.json).toMatchObject({
          status: 412,
          detail: "The item has no entity tag yet: only If-Match: * matches.",
        });
        const written = await send(method, path, ifMatch("*", more));
        expect(written).toMatchObject({ status: 200, json: { Id: id, ...more } });
        expect(written.json.version).toBeGreaterThanOrEqual(before);
        expect(written.json.version).toBeLessThanOrEqual(Date.now());
        expect(written.headers["etag"]).toBe(`"${written.json.version}"`);
        await send("DELETE", path);
      }
    });

    test("can be deleted", async () => {
      await putPast({ Id: id });
      expect((await send("DELETE", path)).status).toBe(204);
    });
  });

  test("a version that another program counts from one is kept, and counted on", async () => {
    await putPast({ Id: id, version: 7 });
    expect((await send("GET", path)).headers["etag"]).toBe('"7"');
    expect((await send("PUT", path, ifMatch('"7"'))).json.version).toBe(8);
  });

  test("a patch makes as many changes as on a table without versions", async () => {
    await put();
    const many = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, i]));
    expect((await send("PATCH", path, json(many(100)))).status).toBe(200);
    expect((await send("PATCH", path, json(many(101)))).status).toBe(400);
  });

  test("a missing item is a 404, and a patch does not create it", async () => {
    for (const [method, sent] of [
      ["GET"],
      ["DELETE"],
      ["PATCH", json({ a: 1 })],
      ["PATCH", json({ a: { b: 1 } })],
    ] as const) {
      expect((await send(method, path, sent)).status).toBe(404);
    }
  });

  test("POST does not overwrite", async () => {
    const { version } = await put();
    expect((await send("POST", table, json({ Id: id, a: 2 }))).status).toBe(409);
    expect((await send("GET", path)).json).toStrictEqual({ Id: id, a: 1, version });
  });

  test("the envelope deletes and reads, and writes nothing", async () => {
    await put();
    const ask = async (operation: string, payload: object) => {
      const body = json({ operation, tableName: "Things", payload });
      return (await send("POST", "/DynamoDBManager", body)).status;
    };
    expect(await ask("create", { Item: { Id: id } })).toBe(400);
    expect(await ask("update", { Key: { Id: id } })).toBe(400);
    expect(await ask("batchWrite", { Put: [{ Id: id }] })).toBe(400);
    expect(await ask("read", { Key: { Id: id } })).toBe(200);
    expect(await ask("delete", { Key: { Id: id } })).toBe(200);
    expect((await send("GET", path)).status).toBe(404);
  });

  test("a table without the setting has no tags, and keeps an attribute of that name", async () => {
    const to = path.replace("Things", "Plain");
    const body = { Id: id, version: "v1", undefined: 5 };
    const created = await send("POST", "/DynamoDBManager/Plain", json(body));
    const none = { headers: { "if-none-match": "*", "if-match": '"x"' } };
    for (const answer of [
      created,
      await send("PUT", to, json(body)),
      await send("GET", to, none),
    ]) {
      expect(answer.json).toStrictEqual(body);
      expect(answer.headers).not.toHaveProperty("etag");
      expect(answer.headers["cache-control"]).toBe("no-store");
    }
  });
});
