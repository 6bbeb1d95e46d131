/** Writes to an item with a version while other requests write to it, or while an answer is lost. */
import { type Client, inProcess, json } from "../../support/functions/clients";
import { context } from "../../support/functions/events";
import { writeAfterReads } from "../../support/functions/interference";
import { ifMatch, newItem, versionedService } from "../../support/functions/versioned";

const { clientOf, putPast, service } = versionedService();
const send = clientOf("in process");

describe("another request writes between the read and the write", () => {
  let { id, path, put } = newItem(send);
  let original: ReturnType<typeof service>["ports"]["send"];
  beforeEach(async () => {
    original = service().ports.send;
    ({ id, path, put } = newItem(send));
    await put({ a: { b: 1 } });
  });
  afterEach(() => {
    service().ports.send = original;
  });
  const count = () => {
    let version = 5;
    return () => putPast({ Id: id, a: 1, version: version++ });
  };
  const hurried = (left: number): Client => {
    let time = left;
    const getRemainingTimeInMillis = () => {
      time -= 100;
      return time;
    };
    const { handler } = service();
    return inProcess(((event: unknown) =>
      handler(event, { ...context, getRemainingTimeInMillis })) as typeof handler);
  };

  test.each([
    ["PUT", json({ c: 1 }), 200],
    ["PATCH", json({ c: 1 }), 200],
    ["PATCH", json({ a: { c: 1 } }), 200],
    ["DELETE", {}, 204],
  ])("%s %j is repeated", async (method, body, status) => {
    writeAfterReads(service().ports, 3, count());
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.json.version).toBe(8);
  });

  test.each([
    ["PUT", json({ c: 1 })],
    ["PATCH", json({ c: 1 })],
    ["DELETE", {}],
  ])("%s %j is repeated until the time is over: 409", async (method, body) => {
    writeAfterReads(service().ports, Number.POSITIVE_INFINITY, count());
    const answer = await hurried(6000)(method, path, body);
    expect(answer.json).toMatchObject({
      status: 409,
      type: expect.stringMatching(/:conflict$/),
      detail: "Other requests are changing this item. Send the request again.",
    });
  });

  test.each(["PUT", "PATCH", "DELETE"])(
    "%s whose first answer was lost may have happened: 504, and not 412",
    async (method) => {
      const { headers } = await send("GET", path);
      service().ports.send = async (command, options) => {
        if ((command as object).constructor.name === "GetCommand")
          return original(command, options);
        await original(command, options); // the answer that is lost
        return original(command, options).catch((error) => {
          error.$metadata.attempts = 2;
          throw error;
        });
      };
      const { json: problem } = await send(method, path, ifMatch(String(headers["etag"])));
      expect(problem).toMatchObject({
        status: 504,
        detail: expect.stringMatching(/^It is not known whether the write happened/),
      });
      service().ports.send = original;
      expect((await send("GET", path)).json.a ?? 2).toBe(2);
    },
  );

  test.each(["PUT", "PATCH"])("%s counts on from an item's first version", async (method) => {
    await putPast({ Id: id });
    writeAfterReads(service().ports, 1, count());
    expect((await send(method, path, json({ c: 1 }))).json.version).toBe(6);
  });

  test.each(["PUT", "PATCH", "DELETE"])("%s by If-Match is 412", async (method) => {
    const { headers } = await send("GET", path);
    writeAfterReads(service().ports, 1, count());
    const either = `W/"1", ${headers["etag"]}`; // by a tag that comes first, the item is not read
    expect((await send(method, path, ifMatch(either))).status).toBe(412);
  });

  test("PUT creates what has been deleted, PATCH finds nothing", async () => {
    const remove = () =>
      service().post({ operation: "delete", tableName: "Things", payload: { Key: { Id: id } } });
    writeAfterReads(service().ports, 1, remove);
    expect((await send("PUT", path, json({}))).status).toBe(201);
    service().ports.send = original;
    writeAfterReads(service().ports, 1, remove);
    expect((await send("PATCH", path, json({ a: 1 }))).status).toBe(404);
  });
});
