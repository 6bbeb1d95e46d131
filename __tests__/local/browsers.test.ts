/** What a web page that the developer visits can do to the ports that `npm start` opens: nothing. */
import { request as httpRequest } from "node:http";
import { hostname } from "node:os";
import { startTestEngine } from "../support/engine";
import { createHome } from "../support/local/local-server";

const { start, lines } = createHome();
const code = `let calls = 0;
  export const handler = async () => ({ statusCode: 200, body: String(++calls) });`;

let closed: string;
let open: string;
let everybody: string;
let engine: Awaited<ReturnType<typeof startTestEngine>>;
beforeAll(async () => {
  const cors = (origin: string) => ({ api: { cors: { origin } } });
  closed = (await start({ code })).url;
  open = (await start({ code, settings: cors("https://app.example.com") })).url;
  everybody = (await start({ code, settings: cors("*") })).url;
  engine = await startTestEngine();
});
afterAll(() => engine.close());

/** With the headers exactly as they are given, which `fetch` does not allow. */
function send(url: string, headers: Record<string, string>, method = "POST") {
  return new Promise<{ status?: number; headers: object; text: string }>((done, fail) => {
    const request = httpRequest(url, { method, headers }, async (response) => {
      const text = (await response.toArray()).join("");
      done({ status: response.statusCode, headers: response.headers, text });
    });
    request.on("error", fail);
    request.end("{}");
  });
}

const evil = "https://evil.example";
const forms = [
  "application/x-www-form-urlencoded",
  "text/plain",
  "multipart/form-data; boundary=x",
];
const attacks: [string, Record<string, string>, string?][] = [
  ...forms.map((type): [string, Record<string, string>] => [
    `a form of type ${type}`,
    { origin: evil, "content-type": type },
  ]),
  ["a page's fetch", { origin: evil, "content-type": "application/json" }],
  ["a page of another port of this machine", { origin: "http://localhost:8080" }],
  ["a page in a sandbox, whose origin is opaque", { origin: "null" }],
  ["a preflight", { origin: evil, "access-control-request-method": "DELETE" }, "OPTIONS"],
  ["a read", { origin: evil }, "GET"],
  ["a name that was rebound to this machine", { host: "evil.example" }],
  [
    "a rebound name with the usual port",
    { host: "evil.example:3000", origin: "http://evil.example:3000" },
  ],
  ["a name that only begins like the loopback", { host: "127.0.0.1.evil.example" }],
  ["a name that only ends like the loopback", { host: "notlocalhost" }],
  ["a host that is no name", { host: "a b" }],
];

describe("without CORS in the settings", () => {
  test.each(attacks.map(([what, headers, method = "POST"]) => [what, headers, method] as const))(
    "%s reaches neither the function nor the database",
    async (_, headers, method) => {
      for (const url of [closed, `${closed}/DynamoDBManager`, engine.endpoint]) {
        const { status, headers: received, text } = await send(url, headers, method);
        expect([url, status]).toStrictEqual([url, 403]);
        expect(
          Object.keys(received).filter((name) => name.startsWith("access-control")),
        ).toStrictEqual([]);
        expect(text).toMatch(/^\{"message":"(Host|Origin): /);
      }
    },
  );

  test("a refused request is one line in the log, which says why", async () => {
    await send(closed, { origin: evil });
    expect(lines).toStrictEqual([
      expect.stringMatching(/^403 POST \/prod: Origin: https:\/\/evil\.example is another site/),
    ]);
  });

  const local = (url: string) => new URL(url).host;
  test.each<[string, (url: string) => Record<string, string>]>([
    ["curl", () => ({})],
    [
      "a call by the name localhost",
      (url) => ({ host: local(url).replace("127.0.0.1", "localhost") }),
    ],
    ["a call by IPv6's loopback", (url) => ({ host: local(url).replace("127.0.0.1", "[::1]") })],
    ["a page of the server itself", (url) => ({ origin: `http://${local(url)}` })],
  ])("%s passes", async (_, headersOf) => {
    const { status, text } = await send(`${closed}/DynamoDBManager`, headersOf(closed), "PUT");
    expect([status, text]).toStrictEqual([200, expect.stringMatching(/^\d+$/)]);
  });
});

describe("with --host", () => {
  const others = "192.0.2.7:3000";
  test.each<[string, string, string[], string[]]>([
    [
      "all addresses of the machine",
      "0.0.0.0",
      [others, "[2001:db8::7]:3000", hostname(), "localhost", "127.0.0.1"],
      ["evil.example", "192.0.2.7.evil.example", "evil.example:3000"],
    ],
    [
      "all addresses of IPv6, too",
      "::",
      [others, "[2001:db8::7]:3000", hostname(), "[::1]:3000"],
      ["evil.example"],
    ],
    ["one address", "127.0.0.2", ["127.0.0.2:3000", "localhost"], [others, hostname()]],
  ])("%s: it answers its own names and no rebound one", async (_, host, own, foreign) => {
    const { url } = await start({ code, host });
    const path = `${url}/DynamoDBManager`;
    for (const name of own) {
      expect([name, (await send(path, { host: name }, "PUT")).status]).toStrictEqual([name, 200]);
    }
    for (const name of foreign) {
      expect([name, (await send(path, { host: name }, "PUT")).status]).toStrictEqual([name, 403]);
    }
    const page = { host: own[0] as string, origin: evil };
    expect(await send(path, page, "PUT")).toMatchObject({ status: 403 });
  });

  test.each([
    ["0.0.0.0", false, "and --auth is off"],
    ["0.0.0.0", true, "if they know its credentials"],
  ])("%s with --auth %j warns that others can call, %s", async (host, auth, who) => {
    const { url, endpoint } = await start({ code, host, auth });
    expect(lines).toStrictEqual([
      `Warning: with --host ${host}, others can call this server, ${who}.`,
    ]);
    for (const own of [url, endpoint]) expect(own).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const others = (own: string) => fetch(own.replace("127.0.0.1", "127.0.0.3"));
    expect((await others(url)).status).toBeLessThan(500);
    await expect(others(endpoint)).rejects.toThrow(); // the database stays on the loopback
  });

  test("the loopback itself needs no warning", async () => {
    await start({ code, host: "127.0.0.2" });
    expect(lines).toStrictEqual([]);
  });

  test.each(["192.0.2.7", "nowhere.invalid"])(
    "%s, which is no address of this machine, is an error",
    async (host) => {
      await expect(start({ code, host })).rejects.toThrow(
        `--host ${host} is no address of this machine. For all of them: 0.0.0.0`,
      );
    },
  );
});

test("the database answers no page at all, not even one of the server", async () => {
  const { host } = new URL(engine.endpoint);
  expect(await send(engine.endpoint, { origin: `http://${host}` })).toMatchObject({ status: 403 });
  expect(await send(engine.endpoint, {})).not.toMatchObject({ status: 403 });
});

test("the origin that the settings allow passes, and no other", async () => {
  const path = `${open}/DynamoDBManager`;
  expect(await send(path, { origin: "https://app.example.com" }, "PUT")).toMatchObject({
    status: 200,
  });
  expect(await send(path, { origin: "https://app.example.com.evil.example" }, "PUT")).toMatchObject(
    { status: 403 },
  );
});

test("where the settings allow every origin, pages pass and rebound names do not", async () => {
  const path = `${everybody}/DynamoDBManager`;
  expect(await send(path, { origin: evil }, "PUT")).toMatchObject({ status: 200 });
  expect(await send(path, { host: "evil.example" }, "PUT")).toMatchObject({ status: 403 });
});
