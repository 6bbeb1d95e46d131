/** deploy/cdktf.ts with the real CLI, which needs no account to explain its commands. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const home = mkdtempSync(join(tmpdir(), "a cdktf "));
afterAll(() => rmSync(home, { recursive: true }));

test.each(["deploy", "output"])("%s --help prints the help, and no outputs", (command) => {
  const terraform = join(home, "terraform.sh");
  writeFileSync(terraform, `#!/bin/sh\necho '{ "terraform_version": "1.11.4" }'\n`);
  chmodSync(terraform, 0o755);
  const { status, stdout } = spawnSync(
    process.execPath,
    [resolve("dist/tests/deploy/cdktf.js"), command, "--help"],
    { cwd: home, env: { ...process.env, TERRAFORM_BINARY_NAME: terraform }, encoding: "utf8" },
  );
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`^cdktf ${command}`));
  expect(stdout).not.toContain("Nothing is deployed");
});
