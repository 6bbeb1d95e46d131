/** The guide's own way to test its function, against the server's port. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createHome } from "../../support/local/local-server";

const { start } = createHome();
const code = "export const handler = async (event) => ({ event });";

const hasCli = spawnSync("aws", ["--version"]).status === 0;

(hasCli ? test : test.skip)("the guide's own command, aws lambda invoke, works", async () => {
  const server = await start({ code });
  const endpoint = new URL(server.url).origin;
  const FunctionName = server.service().routes[0]?.function.name as string;
  const directory = mkdtempSync(join(tmpdir(), "invoke "));
  const input = join(directory, "input.json");
  const output = join(directory, "output.json");
  writeFileSync(input, '{"a":3}');
  const options = ["--function-name", FunctionName, "--log-type", "Tail", "--region", "us-east-1"];
  const payload = ["--payload", `fileb://${input}`]; // the same for versions 1 and 2
  const { stdout, stderr } = await promisify(execFile)(
    "aws",
    ["lambda", "invoke", ...options, ...payload, "--endpoint-url", endpoint, output],
    { env: { ...process.env, AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" } },
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ StatusCode: 200, LogResult: expect.any(String) });
  expect(JSON.parse(readFileSync(output, "utf8")).event).toStrictEqual({ a: 3 });
  rmSync(directory, { recursive: true });
});
