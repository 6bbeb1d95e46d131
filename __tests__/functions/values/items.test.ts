/** Items by the envelope: values of every type are read as they were written, or refused with a pointer to their place. */
import { startHandler } from "../../support/functions/events";

let service: Awaited<ReturnType<typeof startHandler>>;
beforeAll(async () => {
  service = await startHandler();
});
afterAll(() => service.close());

test("sets, binaries and big numbers are read as they were written", async () => {
  const item =
    '{"Id":"types","big":12345678901234567890123456789012345678,"small":1.5,"bytes":{"$binary":"AAEC"},"map":{"$map":{"$set":1}},"null":null,"set":{"$set":["a","b"]},"numbers":{"$set":[1,2.50e3]},"list":[{"$binary":"AAEC"},[{"$set":["c"]}]]}';
  await service.post(`{"operation":"create","payload":{"Item":${item}}}`);
  const { body } = await service.post('{"operation":"read","payload":{"Key":{"Id":"types"}}}');
  expect(body).toContain('"big":12345678901234567890123456789012345678');
  expect(body).toContain('"bytes":{"$binary":"AAEC"}');
  expect(body).toContain('"map":{"$map":{"$set":1}}');
  expect(body).toContain('"set":{"$set":["a","b"]}');
  expect(body).toContain('"numbers":{"$set":[1,2500]}');
  expect(body).toContain('"list":[{"$binary":"AAEC"},[{"$set":["c"]}]]');
});

test.each(['{"a$b":1}', '{"$a":1,"$b":2}', '{"":1}', '{"$map":{"$":1}}'])(
  "%s is a map like any other, and comes out as it went in",
  async (map) => {
    await service.post(`{"operation":"create","payload":{"Item":{"Id":"map","m":${map}}}}`);
    const { json } = await service.post('{"operation":"read","payload":{"Key":{"Id":"map"}}}');
    expect(JSON.stringify(json.Item.m)).toBe(map);
  },
);

test.each([
  "9007199254740991",
  "9007199254740993",
  "9999999999999999",
  "100000000000000000000",
  "-0.12345678901234567",
  "12345678901234567890123456789012345678",
])("the number %s is stored and read exactly, in a list and in a set", async (number) => {
  const item = `{"Id":"number","n":${number},"s":{"$set":[${number}]},"l":[${number}]}`;
  const created = await service.post(`{"operation":"create","payload":{"Item":${item}}}`);
  expect(created).toMatchObject({ statusCode: 200 });
  const { body } = await service.post('{"operation":"read","payload":{"Key":{"Id":"number"}}}');
  expect(body.split(number)).toHaveLength(4);
});

test.each([
  ["1e125", `1${"0".repeat(125)}`],
  ["-1e125", `-1${"0".repeat(125)}`],
  ["1E20", "100000000000000000000"],
  ["1e-130", "1e-130"],
  ["-0", "0"],
  ["1.50", "1.5"],
])("the number %s is stored exactly and read as %s", async (number, read) => {
  const item = `{"Id":"other","n":${number},"s":{"$set":[${number}]}}`;
  await service.post(`{"operation":"create","payload":{"Item":${item}}}`);
  const { body } = await service.post('{"operation":"read","payload":{"Key":{"Id":"other"}}}');
  expect(body).toContain(`"n":${read}`);
  expect(body).toContain(`{"$set":[${read}]}`);
});

test.each(["1e400", "1e126", "1e-131", `1${"0".repeat(38)}1`])(
  "the number %s, which DynamoDB cannot store, is a 400",
  async (number) => {
    const item = `{"Id":"number","n":${number}}`;
    const response = await service.post(`{"operation":"create","payload":{"Item":${item}}}`);
    expect(response.statusCode).toBe(400);
  },
);

test("an attribute named constructor is stored unchanged", async () => {
  const Item = { Id: "c", constructor: { name: "Boolean" }, map: { constructor: { name: "Set" } } };
  await service.post({ operation: "create", payload: { Item } });
  const { body } = await service.post({ operation: "read", payload: { Key: { Id: "c" } } });
  expect(body).toBe(JSON.stringify({ Item }));
});

const set = "must be a list of strings, of numbers or of $binary: at least one, and none twice.";
const binary = "must be base64 text (RFC 4648, section 4).";
test.each([
  ['{"$map":null}', "$map", "must be an object."],
  ['{"$map":"x"}', "$map", "must be an object."],
  ['{"$map":1}', "$map", "must be an object."],
  ['{"$map":[1]}', "$map", "must be an object."],
  ['{"$set":null}', "$set", set],
  ['{"$set":{}}', "$set", set],
  ['{"$set":[true]}', "$set", set],
  ['{"$binary":null}', "$binary", binary],
  ['{"$binary":"-_8="}', "$binary", binary],
  [
    '{"$where":1}',
    "$where",
    'is no known marker; write {"$map":{"$where":…}} for a map with that key.',
  ],
])(
  "%s is refused with a pointer, and not stored as another value",
  async (value, marker, detail) => {
    const item = `{"Id":"marked","a":[${value}]}`;
    const { json } = await service.post(`{"operation":"create","payload":{"Item":${item}}}`);
    expect(json.errors).toStrictEqual([{ pointer: `/payload/Item/a/0/${marker}`, detail }]);
  },
);

test.each([
  ['{"$map":{"b":{"$set":[]}}}', "/payload/Item/a/$map/b/$set"],
  ['{"$map":{"$map":{"$map":[]}}}', "/payload/Item/a/$map/$map/$map"],
  ['{"$map":{"$x":[{"$binary":1}]}}', "/payload/Item/a/$map/$x/0/$binary"],
])("an error in %s has a pointer to its place in the body", async (value, pointer) => {
  const item = `{"Id":"marked","a":${value}}`;
  const { json } = await service.post(`{"operation":"create","payload":{"Item":${item}}}`);
  expect(json.errors).toStrictEqual([{ pointer, detail: expect.any(String) }]);
});

test.each([
  [32, 200],
  [33, 400],
])("a map in a marker is nested %d levels deep: %d", async (levels, status) => {
  const value = `${'{"$map":{"$a":'.repeat(levels)}1${"}}".repeat(levels)}`;
  const item = `{"Id":"deep","a":${value}}`;
  const response = await service.post(`{"operation":"create","payload":{"Item":${item}}}`);
  expect(response.statusCode).toBe(status);
});
