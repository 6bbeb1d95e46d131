/** Batches that are refused before DynamoDB gets a command, and where they are wrong. */
import { startHandler } from "../../support/functions/events";

const orders = {
  name: "Orders-physical",
  hash_key: "customer",
  range_key: "time",
  attribute: [
    { name: "customer", type: "S" },
    { name: "time", type: "N" },
  ],
};

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler([
    ["Orders", orders],
    [
      "Blobs",
      { name: "Blobs-physical", hash_key: "bytes", attribute: [{ name: "bytes", type: "B" }] },
    ],
  ]);
});
afterAll(() => service.close());
beforeEach(() => {
  service.sent.length = 0;
});

/** @param time a number, or N and a spelling of one, which the body then has */
const one = (time: unknown) => ({ customer: "c", time });

test.each<[string, string, object, string, string]>([
  [
    "batchRead",
    "the same key",
    { Keys: [one(1), one(2), one(1)] },
    "/payload/Keys/2",
    "has the same key as /payload/Keys/0.",
  ],
  [
    "batchRead",
    "1 and 1.0",
    { Keys: [one(1), one("N1.0")] },
    "/payload/Keys/1",
    "has the same key as /payload/Keys/0.",
  ],
  [
    "batchRead",
    "two spellings of a long number",
    { Keys: [one("N12345678901234567890"), one("N1.2345678901234567890e19")] },
    "/payload/Keys/1",
    "has the same key as /payload/Keys/0.",
  ],
  [
    "batchRead",
    "two spellings of zero",
    { Keys: [one("N0"), one("N0.0")] },
    "/payload/Keys/1",
    "has the same key as /payload/Keys/0.",
  ],
  [
    "batchWrite",
    "a key that is put and deleted",
    { Put: [{ ...one(1), a: 1 }], Delete: [one(1)] },
    "/payload/Delete/0",
    "has the same key as /payload/Put/0.",
  ],
  ["batchRead", "no key", { Keys: [] }, "/payload/Keys", "must not be empty."],
  [
    "batchRead",
    "101 keys",
    { Keys: Array.from({ length: 101 }, (_, i) => one(i)) },
    "/payload/Keys",
    "must be at most 100 entries.",
  ],
  [
    "batchWrite",
    "nothing",
    {},
    "/payload",
    "must have Put, Delete or both, together 1 to 25 entries.",
  ],
  [
    "batchWrite",
    "26 entries",
    {
      Put: Array.from({ length: 20 }, (_, i) => one(i)),
      Delete: Array.from({ length: 6 }, (_, i) => one(i + 20)),
    },
    "/payload",
    "must have Put, Delete or both, together 1 to 25 entries.",
  ],
  [
    "batchRead",
    "a key that is no object",
    { Keys: [one(1), "c"] },
    "/payload/Keys/1",
    "must be of type object, received string.",
  ],
])("%s refuses %s, and says where", async (operation, _, payload, pointer, detail) => {
  const body = JSON.stringify({ operation, tableName: "Orders", payload }).replaceAll(
    /"N([\d.e]+)"/g,
    "$1",
  );
  const { statusCode, json } = await service.post(body);
  expect([statusCode, json.errors]).toStrictEqual([400, [{ pointer, detail }]]);
  expect(service.sent).toStrictEqual([]);
});

test("every repeat of a key points at its first place", async () => {
  const payload = { Keys: [one(1), one(1), one(1)] };
  const { json } = await service.post({ operation: "batchRead", tableName: "Orders", payload });
  const detail = "has the same key as /payload/Keys/0.";
  expect(json.errors).toMatchObject([{ detail }, { detail }]);
});

test("different numbers are different keys", async () => {
  const numbers = ["1", "10", "100", "0.1", "-1", "12345678901234567890", "12345678901234567891"];
  const entries = numbers.map((number) => `{"customer":"c","time":${number}}`).join();
  const { statusCode } = await service.post(
    `{"operation":"batchRead","tableName":"Orders","payload":{"Keys":[${entries}]}}`,
  );
  expect(statusCode).toBe(200);
});

test("binary keys are compared by their bytes", async () => {
  const Keys = [{ bytes: { $binary: "AQI=" } }, { bytes: { $binary: "AQI=" } }];
  const request = { operation: "batchRead", tableName: "Blobs", payload: { Keys } };
  const { json } = await service.post(request);
  const detail = "has the same key as /payload/Keys/0.";
  expect(json.errors).toStrictEqual([{ pointer: "/payload/Keys/1", detail }]);
});
