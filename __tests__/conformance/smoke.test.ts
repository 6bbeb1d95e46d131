/** `npm run smoke` itself, against `npm start` in a copy with tables of every kind. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { oddTables } from "../support/conformance";
import { createProject } from "../support/local/project";

const project = createProject(oddTables);
let url: string;
let guarded: string;
/** A part of the API, for tests of what is not about all of it. */
const part = join(project.home, "part.json");
beforeAll(async () => {
  url = (await project.start(["--port", "0", "--memory"])).url;
  guarded = (await project.start(["--port", "0", "--memory", "--auth"])).url;
  const { paths, components, ...others } = await served();
  const { mapping } = components.schemas.Envelope.discriminator;
  components.schemas.Envelope.discriminator.mapping = { ping: mapping["ping"] as string };
  const kept = Object.entries(paths).filter(([path]) => /Manager$|Blobs.*Key.*Key/.test(path));
  const document = { ...others, components, paths: Object.fromEntries(kept) };
  writeFileSync(part, JSON.stringify(document));
});

interface Served {
  readonly paths: object;
  readonly components: {
    schemas: { Envelope: { discriminator: { mapping: Record<string, string> } } };
  };
}

const served = async () =>
  (await (await fetch(new URL("/_pages/openapi.json", url))).json()) as Served;

const proxies: Server[] = [];
afterAll(async () => {
  for (const proxy of proxies) proxy.close();
  await project.endAll();
  project.remove();
});

const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_")),
);

let running: ChildProcess | undefined;

async function smoke(args: readonly string[], { env = {} } = {}) {
  const child = spawn(process.execPath, ["launch.mjs", "conformance/smoke.ts", "--", ...args], {
    cwd: project.home,
    env: { ...environment, AWS_EC2_METADATA_DISABLED: "true", ...env },
  });
  running = child;
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code, stdout, stderr };
}

/** Between smoke and the server. @returns the URL */
async function proxy(
  change: (request: IncomingMessage, response: ServerResponse) => boolean | undefined,
) {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    if (change(request, response)) return;
    const { host: _, connection: __, ...headers } = request.headers;
    const answer = await fetch(new URL(request.url as string, url), {
      method: request.method,
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    const content = Buffer.from(await answer.arrayBuffer());
    const status = response.statusCode === 299 ? 299 : answer.status;
    response.writeHead(status, Object.fromEntries(answer.headers));
    response.end(content);
  }).listen(0, "127.0.0.1");
  proxies.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}${new URL(url).pathname}`;
}

test("every operation and route is a line, and every answer is right", async () => {
  const { code, stdout, stderr } = await smoke([url]);
  expect({ code, stderr }).toStrictEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/\/DynamoDBManager with --seed \d+\n/);
  expect(stdout).toMatch(/^ +\d+ requests +\d+ ms {2}batchWrite: 200 400 403$/m);
  expect(stdout).toMatch(/ {2}PUT \/DynamoDBManager\/Orders\/\{partition\}\/\{cursor\}: 200 201 /);
  expect(stdout).toMatch(/\n\d+ answered as they should, 0 did not\n$/);
});

test("signed requests are let in", async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env; // the server has them too
  const env = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
  expect(await smoke([guarded, "--document", part], { env })).toMatchObject({
    code: 0,
    stderr: "",
  });
});

test("after a 429 or 503, the request is sent again", async () => {
  const refusals = [429, 503];
  const busy = await proxy((_, response) => {
    const status = refusals.pop();
    if (status !== undefined) response.writeHead(status, { "retry-after": "0" }).end();
    return status !== undefined;
  });
  expect(await smoke([busy, "--document", part])).toMatchObject({ code: 0, stderr: "" });
  expect(refusals).toStrictEqual([]);
});

test.each([
  ["no URL", [], /^Usage: npm run smoke/],
  ["no scheme", ["localhost/x"], /begins with http/],
  ["no number", ["http://127.0.0.1:1/prod/DynamoDBManager", "--seed", "x"], /^--seed takes/],
  ["no file", ["http://127.0.0.1:1/prod/x", "--document", "none.json"], /^There is no document/],
])("%s is refused before anything is sent", async (_, args, message) => {
  const { code, stderr } = await smoke(args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

test.each([
  ["is not JSON", "<html>\n<body>", /\(.*not valid JSON\)/],
  ["is no document", "[]", /\(The document has no tags\.\)/],
  ["is another API's", '{"tags":[],"paths":{},"components":{}}', /no route for the envelope/],
])("a document that %s is refused in one line", async (_, content, reason) => {
  const file = join(project.home, "wrong.json");
  writeFileSync(file, content);
  const { code, stderr } = await smoke([url, "--document", file]);
  const line = /^\S.*wrong\.json is no OpenAPI document .* Run npm run synth, .*\.\n$/;
  expect([code, stderr]).toStrictEqual([2, expect.stringMatching(line)]);
  expect(stderr).toMatch(reason);
});

test("an answer that is too large is not read to its end", async () => {
  function* spaces() {
    for (;;) yield " ".repeat(2 ** 20);
  }
  const endless = await proxy((_, response) => {
    pipeline(Readable.from(spaces()), response, () => undefined);
    return true;
  });
  const reason = "The answer is larger than 10 MiB.\n";
  const asked = await smoke([endless, "--document", part]);
  expect(asked.stderr).toBe(`No answer from ${endless}: ${reason}`);
  expect((await smoke([endless])).stderr).toMatch(`openapi.json cannot be read: ${reason}`);
});

test("a service that lets nobody in, or that is not there, is said so", async () => {
  const unsigned = await smoke([guarded]);
  expect(unsigned).toMatchObject({ code: 2, stdout: "" });
  expect(unsigned.stderr).toMatch(/is another API: 403 .*\nSet the AWS credentials of a caller/);
  const gone = await smoke(["http://127.0.0.1:3/prod/DynamoDBManager", "--document", part]);
  expect(gone.stderr).toMatch(/^No answer from .*REFUSED.*\. Does npm start run there\?$/m);
  const other = await smoke([`${url}s`, "--document", part]);
  expect(other.stderr).toMatch(/^The URL must end in \/DynamoDBManager/);
});

test("a wrong status is shown with the request, and two services are compared", async () => {
  const faulty = await proxy((request, response) => {
    if (request.method === "DELETE") response.statusCode = 299;
    return false;
  });
  const { code, stdout, stderr } = await smoke([url, faulty, "--document", part]);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    / {4}sent +DELETE {2}\/DynamoDBManager\/Blobs\/.*\n {4}expected {2}status 204.*\n {4}received {2}299 \n/,
  );
  expect(stdout).toMatch(/ {2}DELETE {2}\/\S+\n {4}the first +204.*\n {4}the second +299/);
  expect(stdout).toMatch(/\n\d+ answers differ\n$/);
  expect(stderr).toMatch(/^Could not remove \/DynamoDBManager\/Blobs\//m);
});

test("the same service answers the same twice", async () => {
  const { code, stdout } = await smoke([url, url, "--document", part, "--seed", "6"]);
  expect(stdout).toMatch(/\n0 answers differ\n$/);
  expect(code).toBe(0);
});

test.each(["SIGINT", "SIGTERM"] as const)("after a %s, the items are removed", async (signal) => {
  let sent = 0;
  const seen = await proxy((request) => {
    if (request.method === "PUT" && sent++ === 0) process.kill(running?.pid as number, signal);
    return false;
  });
  const { code, stdout, stderr } = await smoke([seen, "--document", part]);
  expect({ code, stderr }).toStrictEqual({ code: 1, stderr: "Interrupted.\n" });
  expect(stdout).toMatch(/Interrupted: removing the items/);
  expect(await (await fetch(`${url}/Blobs`)).json()).toStrictEqual({ items: [] });
});
