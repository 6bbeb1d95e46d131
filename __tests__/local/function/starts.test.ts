/** A process that cannot start, such as when too many files are open: its invocations fail, and others go on. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { startPool } from "../../../local/function/pool";
import type { Route } from "../../../local/service/service";
import { createHome } from "../../support/local/local-server";

const { start } = createHome();

const directory = mkdtempSync(join(tmpdir(), "starts "));
afterAll(() => rmSync(directory, { recursive: true }));

const code = `
  export const handler = async ({ wait, exit }) => {
    if (wait) await new Promise((done) => setTimeout(done, wait));
    if (exit) process.exit(3);
    return "done";
  };`;

test("an invocation whose process cannot start is rejected, and a later one runs", async () => {
  const module = join(directory, "index.mjs");
  writeFileSync(module, code);
  const { service } = await start({ code });
  const [{ function: lambda }] = service().routes as [Route];
  const environment: Record<string, string> = {};
  const pool = await startPool({
    function: lambda,
    region: "us-east-1",
    module: pathToFileURL(module).href,
    environment,
    workerFile: resolve("dist/tests/local/function/worker.js"),
    hear: () => {},
    verbose: false,
  });
  environment["NAME"] = "\0"; // no system takes it
  const first = pool.invoke({ wait: 500 });
  await expect(pool.invoke({})).rejects.toThrow("null bytes"); // when it has waited for the first
  expect(await first).toMatchObject({ payload: '"done"' });
  expect(await pool.invoke({ exit: true })).toMatchObject({ errorType: "Runtime.ExitError" });
  await expect(pool.invoke({})).rejects.toThrow("null bytes");
  delete environment["NAME"];
  expect(await pool.invoke({})).toMatchObject({ payload: '"done"' });
  await pool.close();
});
