/** Lambda's Invoke API by the AWS CLI, where it is installed: the guide's own way to test its function. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHome } from "../../support/local/local-server";
import { shell } from "../../support/local/project";
import { readPage } from "../../support/page";

const { start } = createHome();
const code = "export const handler = async (event) => ({ event });";

const hasCli = spawnSync("aws", ["--version"]).status === 0;

(hasCli ? test : test.skip)(
  "aws lambda invoke, as docs/local.md has it, prints the status and writes the result",
  async () => {
    const server = await start({ code });
    const line = readPage("docs/local.md")
      .blocks("sh")
      .find((one) => one.includes("lambda invoke"));
    const directory = mkdtempSync(join(tmpdir(), "invoke "));
    writeFileSync(join(directory, "input.json"), '{"a":3}');
    const { origin } = new URL(server.url);
    const printed = await shell(
      `cd "${directory}" && ${String(line).replace("http://127.0.0.1:3000", origin)}`,
    );
    expect(JSON.parse(printed)).toMatchObject({ StatusCode: 200 });
    expect(JSON.parse(readFileSync(join(directory, "output.json"), "utf8"))).toStrictEqual({
      event: { a: 3 },
    });
    rmSync(directory, { recursive: true });
  },
);
