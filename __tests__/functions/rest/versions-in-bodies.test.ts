/** Bodies with the version of an item: it is a precondition, as If-Match is. */
import { type Client, json, ways } from "../../support/functions/clients";
import { ifMatch, newItem, table, versionedService } from "../../support/functions/versioned";

const { clientOf } = versionedService();

describe.each(ways)("%s", (way) => {
  const send: Client = clientOf(way);
  let { id, path, put } = newItem(send);
  beforeEach(() => {
    ({ id, path, put } = newItem(send));
  });

  describe("a body that has the version", () => {
    test.each(["PUT", "PATCH"])("it was read with is like If-Match to %s", async (method) => {
      await put();
      const { json: mine } = await send("GET", path);
      const first = await send(method, path, json({ ...mine, a: "mine" }));
      expect(first).toMatchObject({
        status: 200,
        json: { Id: id, a: "mine", version: mine.version + 1 },
      });
      const second = await send(method, path, json({ ...mine, a: "yours" }));
      expect(second).toMatchObject({
        status: 412,
        json: { detail: "The item has changed since it had this tag. Read it again." },
      });
      expect((await send("GET", path)).json.a).toBe("mine");
      await send("DELETE", path);
      expect((await send(method, path, json(mine))).status).toBe(412);
    });

    test("and If-Match have to be true, both", async () => {
      const { version, tag } = await put();
      const old = await send("PUT", path, ifMatch(tag, { version: version - 1 }));
      expect(old.status).toBe(412);
      expect((await send("PUT", path, ifMatch('"1"', { version }))).status).toBe(412);
      expect((await send("PUT", path, ifMatch(tag, { version }))).status).toBe(200);
    });

    test.each(['"1764000000000"', "null", "-1", "1.5", "1e15", "12345678901234567890", "[]", "{}"])(
      "but not one that can be read, %s, is a 400",
      async (value) => {
        await put();
        const errors = [
          {
            pointer: "/version",
            detail: "must be the number that the item was read with, or absent.",
          },
        ];
        for (const method of ["PUT", "PATCH"]) {
          const refused = await send(method, path, { body: `{"version":${value}}` });
          expect(refused.json).toMatchObject({ status: 400, errors });
        }
      },
    );

    test("to be created by POST is a 400", async () => {
      const errors = [
        {
          pointer: "/version",
          detail: "must be absent: a new item gets its version from the API.",
        },
      ];
      const refused = await send("POST", table, json({ Id: id, version: Date.now() }));
      expect(refused.json).toMatchObject({ status: 400, errors });
      expect((await send("GET", path)).status).toBe(404);
    });
  });

  test("a mistake stays one, whatever precondition comes with it", async () => {
    const { tag } = await put();
    expect((await send("PUT", path, ifMatch(tag, { Id: "other" }))).status).toBe(400);
    expect((await send("PUT", path, ifMatch(tag, { a: "x".repeat(410_000) }))).status).toBe(413);
    expect((await send("POST", table, { body: "[]" })).status).toBe(400);
  });
});
