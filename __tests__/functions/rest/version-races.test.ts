/** Many clients write one item at once: no write is lost, and no tag names two states. */
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { unzipSync } from "fflate";
import { bundleFunction } from "../../../infra/function/bundle";
import { type Client, json, type Received } from "../../support/functions/clients";
import { ifMatch, newItem, versionedService } from "../../support/functions/versioned";
import { createHome } from "../../support/local/local-server";

jest.setTimeout(600_000);

const { clientOf } = versionedService();
const { start } = createHome();
const send = clientOf("in process");
const atOnce = <T>(count: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

/** On a busy machine an answer of the database may be late. It is not known then whether the write happened. */
const isKnown = ({ status }: Pick<Received, "status">) => status !== 504;

/**
 * Reads the counter and writes it with one more, until nobody was faster. After each failure it waits longer. The item
 * also has what each client has done, since an answer may be unknown.
 */
async function addOne(client: Client, method: string, path: string, name: string, time: number) {
  for (let failures = 0; ; failures++) {
    await pause(Math.random() * 300 * failures);
    const { json: item, headers } = await client("GET", path);
    if (item.done[name] === time) return;
    const more = { count: item.count + 1, done: { ...item.done, [name]: time } };
    const { status } = await client(method, path, ifMatch(String(headers["etag"]), more));
    if (status === 200) return;
    expect([412, 504]).toContain(status);
  }
}

/** Sixteen clients, each so many times. */
async function countTogether(client: Client, method: string, times: number): Promise<void> {
  const { path, put } = newItem(client);
  const { version } = await put({ count: 0, done: {} });
  await atOnce(16, async (i) => {
    for (let time = 1; time <= times; time++) await addOne(client, method, path, `${i}`, time);
  });
  const { json: item } = await client("GET", path);
  expect([item.count, item.version]).toStrictEqual([16 * times, version + 16 * times]);
}

test.each(["PUT", "PATCH"])("16 clients add 1 to a counter 50 times each by %s: 800", (method) =>
  countTogether(send, method, 50),
);

test("over HTTP, in processes that run the deployed code, 16 clients add 10 each: 160", async () => {
  const zip = unzipSync(readFileSync(bundleFunction(process.cwd())));
  const quiet = "process.stdout.write = () => true;\n"; // the log has a line for each request
  const code = quiet + Buffer.from(zip["index.mjs"] as Uint8Array).toString();
  const hashKey = { name: "Id", type: "S" } as const;
  const settings = { tables: { Things: { hashKey, versionAttribute: "version" } } };
  const { url } = await start({ code, settings });
  const client: Client = async (method, path, { body, headers } = {}) => {
    const sent = { "content-type": "application/json", ...headers };
    const response = await fetch(`${url}${path}`, { method, body, headers: sent });
    const text = await response.text();
    const { status } = response;
    return { status, text, json: JSON.parse(text), headers: Object.fromEntries(response.headers) };
  };
  await countTogether(client, "PUT", 10);
});

test.each(["PUT", "PATCH"])(
  "40 times %s at once without a precondition: all are made",
  async (method) => {
    const { path, put } = newItem(send);
    const { version } = await put({});
    const answers = await atOnce(40, (i) => clientOf("over HTTP")(method, path, json({ by: i })));
    const known = answers.filter(isKnown);
    expect(known.map(({ status }) => status)).toStrictEqual(Array(known.length).fill(200));
    const versions = known.map(({ json: item }) => item.version - version);
    expect(new Set(versions).size).toBe(known.length);
    expect(versions.filter((one) => one < 1 || one > 40)).toStrictEqual([]);
    expect((await send("GET", path)).json.version - version).toBeGreaterThanOrEqual(known.length);
  },
);

test("40 times PUT at once where nothing is: one creates", async () => {
  const { path } = newItem(send);
  const answers = await atOnce(40, (i) => clientOf("over HTTP")("PUT", path, json({ by: i })));
  const known = answers.filter(isKnown).map(({ status }) => status);
  const creating = known.filter((status) => status === 201).length;
  expect(known.filter((status) => status === 200)).toHaveLength(known.length - creating);
  expect(known.length === 40 ? [1] : [0, 1]).toContain(creating);
});

test("no tag is given to two states of an item", async () => {
  const { path, put } = newItem(send);
  await put({});
  const states = new Map<string, Set<string>>();
  await atOnce(8, async (client) => {
    for (let i = 0, writes = 0; writes < 14; i++) {
      const method = ["PUT", "PATCH", "GET"][(client + i) % 3] as string;
      const body = method === "GET" ? {} : json({ [`by${client % 2}`]: `${client} ${i}` });
      const answer = await send(method, path, body);
      if (!isKnown(answer)) continue; // it has no tag
      if (method !== "GET") writes++;
      const tag = String(answer.headers["etag"]);
      const item = JSON.stringify(Object.entries(answer.json).sort());
      states.set(tag, (states.get(tag) ?? new Set()).add(item));
    }
  });
  expect(states.size).toBeGreaterThan(100);
  expect([...states.values()].filter(({ size }) => size > 1)).toStrictEqual([]);
});
