/** A later version of the service in the place of the one that runs. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { startPools } from "../../local/function/pools";
import { createSpares } from "../../local/function/spares";
import type { Route } from "../../local/service/service";
import { createHome, until } from "../support/local/local-server";

const { home, start, serviceOf } = createHome();
const arrived = join(home, "arrived");
const go = join(home, "go");
const ended = join(home, "ended");

/** Answers by its name; on /wait it notes where it is loaded from, and waits for the file `go`. */
const code = (name: string) => `
  import { existsSync, writeFileSync } from "node:fs";
  export const handler = async ({ path }) => {
    if (path === "/wait") {
      writeFileSync(${JSON.stringify(arrived)}, import.meta.url);
      while (!existsSync(${JSON.stringify(go)})) await new Promise((done) => setTimeout(done, 5));
      writeFileSync(${JSON.stringify(ended)}, "${name}");
    }
    return { statusCode: 200, body: "${name}" };
  };`;

const get = async (url: string) => (await fetch(url)).text();
beforeEach(() => {
  for (const file of [arrived, go, ended]) rmSync(file, { force: true });
});

test("a request is answered by the version that got it, whose code is then removed", async () => {
  const server = await start({ code: code("old") });
  const waiting = get(`${server.url}/wait`);
  await until(() => existsSync(arrived));
  await server.put(serviceOf({ code: code("new") }));
  expect(await get(server.url)).toBe("new");
  const old = fileURLToPath(readFileSync(arrived, "utf8"));
  expect(existsSync(old)).toBe(true);
  writeFileSync(go, "");
  expect(await waiting).toBe("old");
  await until(() => !existsSync(old));
  expect(await get(server.url)).toBe("new");
});

test("a version that does not load changes nothing, and the next one does", async () => {
  const server = await start({ code: code("old") });
  const broken = server.put(serviceOf({ code: "throw new Error('no');" }));
  const next = server.put(serviceOf({ code: code("new") }));
  await expect(broken).rejects.toThrow(/does not load: Error: no/);
  await next;
  expect(await get(server.url)).toBe("new");
});

test("a version whose models are no JSON Schemas starts no process", async () => {
  const server = await start({ code: code("old") });
  const loaded = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(arrived)}, "");`;
  const service = serviceOf({ code: `${loaded}${code("new")}` });
  const models = { "application/json": { type: "none" } };
  const routes = service.routes.map((route) => ({ ...route, models }));
  await expect(server.put({ ...service, routes })).rejects.toThrow(/schema is invalid/);
  expect(existsSync(arrived)).toBe(false);
  expect(await get(server.url)).toBe("old");
});

test("of two versions the last one answers, also when the tables of the one before take longer", async () => {
  const server = await start({ code: code("old") });
  const hashKey = { name: "Id", type: "S" } as const;
  const tables = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`Table${i}`, { hashKey }]),
  );
  const before = server.put(serviceOf({ code: code("before"), settings: { tables } }));
  await server.put(serviceOf({ code: code("last") }));
  await before;
  expect(await get(server.url)).toBe("last");
});

test("other code keeps what a version brings that has not started yet", async () => {
  const server = await start({ code: code("old") });
  const tables = { Later: { hashKey: { name: "Id", type: "S" } as const } };
  const later = server.put(serviceOf({ code: code("old"), settings: { tables } }));
  const other = serviceOf({ code: code("other") }).routes;
  await server.put((before) => ({ ...before, routes: other }));
  await later;
  expect(await get(server.url)).toBe("other");
  expect(Object.keys(server.service().tableNames)).toStrictEqual(["Later"]);
});

test("a function that has not changed goes on in its process, though its zip is another file", async () => {
  const placed = "export const handler = async () => ({ statusCode: 200, body: import.meta.url });";
  const server = await start({ code: placed });
  const before = [server.service(), await get(server.url)];
  await server.put(serviceOf({ code: placed }));
  expect(server.service()).not.toBe(before[0]);
  expect(await get(server.url)).toBe(before[1]);
});

test("a process that was prepared runs other code, but not of a function with other settings", async () => {
  const inside = `export const handler = async () => ({
    statusCode: 200,
    body: [process.ppid, process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE, process.cwd() === process.env.LAMBDA_TASK_ROOT].join(" "),
  });`;
  const server = await start({ code: code("old") });
  server.prepare();
  await server.put(serviceOf({ code: inside }));
  expect(await get(server.url)).toBe(`${process.pid} 512 true`);
  server.prepare();
  await server.put(serviceOf({ code: inside, lambda: { memory_size: 256 } }));
  expect(await get(server.url)).toBe(`${process.pid} 256 true`);
});

test("a later version has its own routes, stage and tables", async () => {
  const server = await start({ code: code("one") });
  const table = { hashKey: { name: "Id", type: "S" } } as const;
  const settings = { tables: { Other: table }, api: { stage: "next", resource: "Other" } };
  await server.put(serviceOf({ code: code("one"), settings }));
  expect(server.url).toMatch(/\/next$/);
  expect(await get(`${server.url}/Other`)).toBe("one");
  expect(server.service().tableNames).toHaveProperty("Other");
});

test("an invocation that nobody waits for is ended by the version that got it", async () => {
  const server = await start({ code: code("old") });
  const [route] = server.service().routes;
  const path = `/2015-03-31/functions/${route?.function.name}/invocations`;
  const headers = { "x-amz-invocation-type": "Event" };
  const event = { method: "POST", headers, body: '{"path":"/wait"}' };
  expect((await fetch(new URL(path, server.url), event)).status).toBe(202);
  await until(() => existsSync(arrived));
  await server.put(serviceOf({ code: code("new") }));
  expect(await get(server.url)).toBe("new");
  const old = fileURLToPath(readFileSync(arrived, "utf8"));
  writeFileSync(go, "");
  await until(() => !existsSync(old));
  expect(existsSync(ended) && readFileSync(ended, "utf8")).toBe("old");
});

test("a version that is loading when the server ends leaves nothing", async () => {
  const server = await start({ code: code("old") });
  const slow = `
    import { writeFileSync as note } from "node:fs";
    note(${JSON.stringify(arrived)}, import.meta.url);
    await new Promise((done) => setTimeout(done, 200));
    ${code("new")}`;
  const later = server.put(serviceOf({ code: slow })).catch(() => {});
  await until(() => existsSync(arrived) && readFileSync(arrived, "utf8") !== "");
  await server.close();
  expect(existsSync(fileURLToPath(readFileSync(arrived, "utf8")))).toBe(false);
  await later;
  server.prepare();
  await expect(server.put(serviceOf({ code: code("new") }))).rejects.toThrow();
});

test("a process that was prepared for code which is no module leaves nothing", async () => {
  const spares = createSpares({ root: home, environment: {} });
  const service = serviceOf({ code: code("new") });
  const { function: lambda } = service.routes[0] as Route;
  spares.prepare(service);
  const spare = spares.take(lambda, service.region);
  writeFileSync(lambda.code, zipSync({ "other.mjs": Buffer.from("") }));
  const log = { hear: () => {}, verbose: false };
  const props = { root: home, environment: {}, spares: { ...spares, take: () => spare }, ...log };
  await expect(startPools(service, new Map(), props)).rejects.toThrow(/has no index\.mjs/);
  await until(() => spare?.child.signalCode === "SIGKILL");
  expect(existsSync(spare?.directory ?? home)).toBe(false);
});
