/** PATCH of items without versions by JSON Merge Patch (RFC 7396), also while other requests write. */
import { inProcess, json } from "../../support/functions/clients";
import { startHandler } from "../../support/functions/events";
import { writeAfterReads } from "../../support/functions/interference";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

const path = "/DynamoDBManager/LambdaTable/patched";
const send = (method: string, body: object) => inProcess(service.handler)(method, path, json(body));

/** The examples of RFC 7396, appendix A, whose documents are objects, as an item is; and others. */
test.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{ a: 1 }, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{}, { a: { $map: { $x: 1, y: null } } }, { a: { $map: { $x: 1 } } }],
  // Sets and binaries are values, and a map may have to be written with a marker.
  [{ a: { $set: ["x"] } }, { a: { $set: ["y"] } }, { a: { $set: ["y"] } }],
  [{ a: { b: 1 } }, { a: { $binary: "AAEC" } }, { a: { $binary: "AAEC" } }],
  [{ a: { $set: ["x"] } }, { a: { b: 1 } }, { a: { b: 1 } }],
  [{ a: { $map: { $x: 1 } } }, { a: { y: 2 } }, { a: { $x: 1, y: 2 } }],
  [{ a: { $x: 1, y: 2 } }, { a: { y: null } }, { a: { $map: { $x: 1 } } }],
  [{ a: { b: 1 } }, { a: { $map: { $x: 1 } } }, { a: { b: 1, $x: 1 } }],
  [{ a: [null, 1] }, { a: [null] }, { a: [null] }],
  [{ a: { b: 1 } }, { a: {} }, { a: { b: 1 } }],
  [{ a: {} }, { a: { a: 1, b: 2 }, b: 3 }, { a: { a: 1, b: 2 }, b: 3 }],
  [
    { a: { b: { c: 1 } } },
    { a: { b: { d: 2 }, "e.f": 3 } },
    { a: { b: { c: 1, d: 2 }, "e.f": 3 } },
  ],
])("%j patched by %j is %j", async (before, patch, after) => {
  await send("PUT", before);
  expect(await send("PATCH", patch)).toMatchObject({
    status: 200,
    json: { Id: "patched", ...after },
  });
  expect((await send("GET", {})).json).toStrictEqual({ Id: "patched", ...after });
});

test("numbers that are not exact as a double are merged exactly", async () => {
  const big = "12345678901234567890123456789";
  const text = (method: string, body: string) => inProcess(service.handler)(method, path, { body });
  await text("PUT", `{"a":{"n":${big}}}`);
  const { text: patched } = await text("PATCH", `{"a":{"m":${big}}}`);
  expect(patched).toContain(`{"n":${big},"m":${big}}`);
});

test("many changes at once are made, too many are a 400", async () => {
  await send("PUT", {});
  const many = (n: number) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, i % 2 ? i : null]));
  expect((await send("PATCH", many(100))).status).toBe(200);
  const deep = Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`a${i}`, { b: { c: 1 } }]));
  await send("PUT", deep);
  for (const patch of [many(101), deep]) {
    const refused = await send("PATCH", patch);
    expect(refused.status).toBe(400);
    expect(refused.json.detail).toMatch(/at most 100 changes, and fewer if/);
  }
});

describe("another request writes between the read and the update", () => {
  let original: typeof service.ports.send;
  beforeEach(async () => {
    original = service.ports.send;
    await send("PUT", { a: { x: 1 } });
  });
  afterEach(() => {
    service.ports.send = original;
  });

  test("another member of the map: both changes are kept", async () => {
    writeAfterReads(service.ports, 1, () => send("PUT", { a: { x: 2 } }));
    const answer = await send("PATCH", { a: { y: 2 } });
    expect(answer).toMatchObject({ status: 200, json: { Id: "patched", a: { x: 2, y: 2 } } });
  });

  test("the value is no map any more: the patch replaces it", async () => {
    writeAfterReads(service.ports, 1, () => send("PUT", { a: "text" }));
    const answer = await send("PATCH", { a: { y: 2 } });
    expect(answer).toMatchObject({ status: 200, json: { a: { y: 2 } } });
  });

  test("the value changes each time: 409 in the end, and the patch is not applied", async () => {
    writeAfterReads(service.ports, 9, (time) =>
      send("PUT", { a: time % 2 ? "text" : { x: time } }),
    );
    const answer = await send("PATCH", { a: { y: 2 } });
    expect(answer).toMatchObject({
      status: 409,
      json: {
        type: expect.stringMatching(/conflict$/),
        detail: "Other requests are changing this item. Send the patch again.",
      },
    });
    expect((await send("GET", {})).json).toStrictEqual({ Id: "patched", a: "text" });
  });

  test("it is deleted: 404", async () => {
    writeAfterReads(service.ports, 1, () => send("DELETE", {}));
    expect((await send("PATCH", { a: { y: 2 } })).status).toBe(404);
  });
});

test.each<[object, string[]]>([
  [{ a: 1, b: null, c: [{}], d: { $set: [1] }, e: { $binary: "" } }, ["UpdateCommand"]],
  [{ a: {} }, ["GetCommand", "UpdateCommand"]],
  [{ a: { $map: { $x: 1 } } }, ["GetCommand", "UpdateCommand"]],
  [{}, ["GetCommand"]],
])("%j is sent as %j: only objects need the item as it is now", async (patch, commands) => {
  await send("PUT", {});
  const before = service.sent.length;
  expect((await send("PATCH", patch)).status).toBe(200);
  const names = service.sent.slice(before).map((command) => command.constructor.name);
  expect(names).toStrictEqual(commands);
});
