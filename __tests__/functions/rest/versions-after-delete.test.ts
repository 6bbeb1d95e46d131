/** Versions across delete and create, with clocks that are not right: no tag names an earlier and a later item. */
import { type Client, json } from "../../support/functions/clients";
import { ifMatch, newItem, table, versionedService } from "../../support/functions/versioned";

const { clientOf, putPast, service } = versionedService();
const send = clientOf("in process");

describe("an item that is deleted and created again", () => {
  const realNow = Date.now;
  let offset = 0;
  beforeEach(() => {
    offset = 0;
    jest.spyOn(Date, "now").mockImplementation(() => realNow() + offset);
  });
  afterEach(() => jest.mocked(Date.now).mockRestore());

  test("has a higher version each time, however fast that is", async () => {
    const { id, path } = newItem(send);
    let last = 0;
    for (let i = 0; i < 20; i++) {
      const create = i % 2 ? ["POST", table, json({ Id: id })] : ["PUT", path, json({})];
      const { version } = (await send(...(create as Parameters<Client>))).json;
      expect(version).toBeGreaterThan(last);
      last = (await send("PATCH", path, json({ i }))).json.version;
      expect((await send("DELETE", path)).status).toBe(204);
    }
  });

  test("has a higher version although the clock was set back", async () => {
    const { path, put } = newItem(send);
    const { version, tag } = await put();
    await send("DELETE", path);
    offset = -60_000;
    expect((await put()).version).toBeGreaterThan(version);
    expect((await send("PUT", path, ifMatch(tag))).status).toBe(412);
  });

  test("is deleted when the clock has passed its version, which may be ahead", async () => {
    const { id, path, put } = newItem(send);
    const version = Date.now() + 500; // later than the request comes
    await putPast({ Id: id, version });
    expect((await send("DELETE", path)).status).toBe(204);
    expect((await put()).version).toBeGreaterThan(version);
  });

  test("is not deleted when its version is too far ahead, but by the envelope", async () => {
    const { id, path } = newItem(send);
    await putPast({ Id: id, version: Date.now() + 3_600_000 });
    expect((await send("DELETE", path)).json).toMatchObject({
      status: 409,
      detail: expect.stringMatching(/^The item's version is ahead of the clock\./),
    });
    expect((await send("GET", path)).status).toBe(200);
    const payload = { Key: { Id: id } };
    await service().post({ operation: "delete", tableName: "Things", payload });
    expect((await send("GET", path)).status).toBe(404);
  });
});
