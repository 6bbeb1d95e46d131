/** `--seed` and `--reset TABLE`: the deployed function writes a file's items; one table is emptied. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GetItemCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { bundleFunction } from "../../../infra/function/bundle";
import { plantSeed } from "../../../local/engine/seed";
import { clientOf } from "../../support/local/engine-on-disk";
import { createHome } from "../../support/local/local-server";

const { home, start, lines } = createHome();
const Id = { name: "Id", type: "S" as const };
const settings = {
  environment: "dev",
  tables: { Users: { hashKey: Id }, Orders: { hashKey: Id, sortKey: { ...Id, name: "time" } } },
};
let filename: string;
beforeAll(() => {
  filename = bundleFunction(process.cwd());
  jest.spyOn(process.stdout, "write").mockImplementation(() => true); // the function's own log
});

/** Starts with a seed of this text. */
function plant(text: string | Buffer, more: object = {}) {
  writeFileSync(join(home, "seed.json"), text);
  return start({ code: "", lambda: { filename }, settings, seed: "seed.json", ...more });
}

async function idsIn(endpoint: string, TableName: string) {
  const ids: unknown[] = [];
  for await (const { Items = [] } of paginateScan({ client: clientOf(endpoint) }, { TableName })) {
    ids.push(...Items.map((item) => item["Id"]?.S));
  }
  return ids.toSorted();
}
const range = (length: number) => Array.from({ length }, (_, i) => `${i}`);

test("values are written as the API reads them: every digit, sets, binaries and maps", async () => {
  const number = "12345678901234567890.123456789012345678";
  const { endpoint } = await plant(
    `\uFEFF{ "Users" : [ {"Id":"a, b] \\" }","n":${number},"s":{"$set":[1,20]},"b":{"$binary":"AAE="},` +
      '"m":{"$map":{"$ref":[{}]}}} ], "Orders":[]}',
  );
  const get = new GetItemCommand({ TableName: "Users-dev", Key: { Id: { S: 'a, b] " }' } } });
  expect((await clientOf(endpoint).send(get)).Item).toMatchObject({
    n: { N: number },
    s: { NS: expect.arrayContaining(["1", "20"]) },
    b: { B: new Uint8Array([0, 1]) },
    m: { M: { $ref: { L: [{ M: {} }] } } },
  });
  expect(lines).toContain("Seed     1 of 1 entries of seed.json");
});

const page = readFileSync("docs/local.md", "utf8");
const examples = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, text]) => text as string);
test.each(examples)("the page's seed is written: %s", async (text) => {
  const { endpoint } = await plant(text, { settings: {} });
  expect(await idsIn(endpoint, "LambdaTable")).toStrictEqual(["1", "2"]);
});

test("more items than a batch takes are all written, and one that comes twice has its last value", async () => {
  const items = range(60).map((id) => ({ Id: id, value: 1 }));
  const text = JSON.stringify({ Users: [...items, { Id: "0", value: 2 }] });
  const { endpoint } = await plant(text);
  expect(await idsIn(endpoint, "Users-dev")).toStrictEqual(range(60).toSorted());
  const get = new GetItemCommand({ TableName: "Users-dev", Key: { Id: { S: "0" } } });
  expect((await clientOf(endpoint).send(get)).Item).toMatchObject({ value: { N: "2" } });
});

test("items that are as large together as no request may be are written", async () => {
  const items = range(5).map((id) => ({ Id: id, text: "x".repeat(390_000) }));
  const { endpoint } = await plant(JSON.stringify({ Users: items }));
  expect(await idsIn(endpoint, "Users-dev")).toStrictEqual(range(5));
});

test("wrong items are named, and all others are written", async () => {
  const items: unknown[] = range(30).map((id) => ({ Id: id }));
  items[3] = { name: "without a key" };
  items[17] = "no item";
  items[28] = { Id: 28 };
  const text = JSON.stringify({ Orders: [{ Id: "1", time: "2" }], Users: items });
  const error = await plant(text, { memory: false }).catch(({ message }: Error) => message);
  expect(String(error).split("\n")).toStrictEqual([
    "seed.json: 28 of 31 entries were written, and these were refused:",
    expect.stringMatching(/^ {2}Users\[3\]: \S.*Id/),
    expect.stringMatching(/^ {2}Users\[17\]: \/Item must be of type /),
    expect.stringMatching(/^ {2}Users\[28\]: \S.*/),
  ]);
  const { endpoint, close } = await start({
    code: "",
    lambda: { filename },
    settings,
    memory: false,
  });
  expect(await idsIn(endpoint, "Users-dev")).toHaveLength(27);
  await close();
});

test.each([
  ["leaves an item undone", '{"Unprocessed":{"Put":[{"Id":"2"}]}}'],
  ["is not known", '{"detail":"no such operation"}', 400],
])("each item is written by itself when the batch %s", async (_, body, statusCode = 200) => {
  const bodies: string[] = [];
  const entries = ["1", "2"].map((id) => ({ place: id, table: "T", text: `{"Id":"${id}"}` }));
  await plantSeed({
    seed: { name: "seed.json", entries },
    path: "/all",
    log: () => {},
    invoke: async (event) => {
      bodies.push((event as { body: string }).body);
      const answer = bodies.length === 1 ? { statusCode, body } : { statusCode: 200, body: "{}" };
      return { payload: JSON.stringify(answer) };
    },
  });
  const create = (Item: object) => ({ operation: "create", tableName: "T", payload: { Item } });
  expect(bodies.slice(1).map((text) => JSON.parse(text))).toStrictEqual([
    create({ Id: "1" }),
    create({ Id: "2" }),
  ]);
});

test("of many wrong items, ten are named", async () => {
  const error = await plant(JSON.stringify({ Users: range(12) })).catch(
    ({ message }: Error) => message,
  );
  expect(String(error).split("\n").slice(-2)).toStrictEqual([
    expect.stringMatching(/^ {2}Users\[9\]: /),
    "  and 2 more",
  ]);
});

test("a list has requests, which are sent in their order", async () => {
  const { endpoint } = await plant(
    JSON.stringify([
      { operation: "create", tableName: "Users", payload: { Item: { Id: "1" } } },
      {
        operation: "batchWrite",
        tableName: "Users",
        payload: { Put: [{ Id: "2" }], Delete: [{ Id: "1" }] },
      },
    ]),
  );
  expect(await idsIn(endpoint, "Users-dev")).toStrictEqual(["2"]);
  await expect(plant('[{"operation":"ping"},{"operation":"create"}]')).rejects.toThrow(
    /^seed\.json: 1 of 2 entries were written, and these were refused:\n {2}seed\.json\[1\]: .*Item is required\./,
  );
});

test.each<[string, string | Buffer, RegExp]>([
  ["is no JSON", '{"Users":[}', /^seed\.json is no JSON: .*\}/],
  [
    "has text that is no UTF-8",
    Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]),
    /^seed\.json cannot be read: .*utf-8/,
  ],
  [
    "is a text",
    '"Users"',
    /^seed\.json has neither \{"TABLE": \[ITEM, …\]\} nor a list of requests\.$/,
  ],
  [
    "names no table",
    '{"Users":[],"toString":[]}',
    /^seed\.json: there is no table toString, only Orders, Users\.$/,
  ],
  [
    "has one item without a list",
    '{"Users":{"Id":"1"}}',
    /^seed\.json: Users is no list of items\.$/,
  ],
])("a file that %s is refused before anything is opened", async (_, text, message) => {
  const never = { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" };
  await expect(plant(text, { memory: false, environment: never })).rejects.toThrow(message);
});

test("a file that is not there is refused with its path from the shell's directory", async () => {
  const environment = { INIT_CWD: "/somewhere" };
  await expect(plant("{}", { seed: "no.json", environment })).rejects.toThrow(
    "--seed /somewhere/no.json: there is no such file.",
  );
});

test("--reset with a table's logical or physical name empties that table alone", async () => {
  const items = { Users: [{ Id: "1" }], Orders: [{ Id: "1", time: "1" }] };
  const disk = { memory: false };
  await (await plant(JSON.stringify(items), { ...disk, reset: true })).close();
  for (const reset of ["Orders", "Users-dev"]) {
    const server = await start({ code: "", lambda: { filename }, settings, ...disk, reset });
    const left = await Promise.all(
      ["Users-dev", "Orders-dev"].map((name) => idsIn(server.endpoint, name)),
    );
    expect(left).toStrictEqual(reset === "Orders" ? [["1"], []] : [[], []]);
    await server.close();
  }
  await expect(
    start({ code: "", lambda: { filename }, settings, reset: "Nobody" }),
  ).rejects.toThrow("--reset: there is no table Nobody, only Orders, Users.");
});
