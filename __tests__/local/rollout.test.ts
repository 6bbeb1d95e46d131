/** A later version of the service in the place of the one that runs. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHome, until } from "../support/local/local-server";

const { home, start, serviceOf } = createHome();
const arrived = join(home, "arrived");
const go = join(home, "go");

/** Answers by its name; on /wait it notes where it is loaded from, and waits for the file `go`. */
const code = (name: string) => `
  import { existsSync, writeFileSync } from "node:fs";
  export const handler = async ({ path }) => {
    if (path === "/wait") {
      writeFileSync(${JSON.stringify(arrived)}, import.meta.url);
      while (!existsSync(${JSON.stringify(go)})) await new Promise((done) => setTimeout(done, 5));
    }
    return { statusCode: 200, body: "${name}" };
  };`;

const get = async (url: string) => (await fetch(url)).text();

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
