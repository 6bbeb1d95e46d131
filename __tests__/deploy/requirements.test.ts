import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkNode, checkTerraform } from "../../deploy/requirements";

const directory = mkdtempSync(join(tmpdir(), "a terraform "));
afterAll(() => rmSync(directory, { recursive: true }));

function terraformOf(version: string): string {
  const file = join(directory, "terraform");
  writeFileSync(file, `#!/bin/sh\necho '{ "terraform_version": "${version}" }'\n`);
  chmodSync(file, 0o755);
  return file;
}

test.each(["20.9.0", "22.23.0"])("Node %s is taken", (version) => {
  expect(() => checkNode(version)).not.toThrow();
});

test.each(["23.1.0", "24.4.1"])("Node %s is refused before the CLI crashes on it", (version) => {
  expect(() => checkNode(version)).toThrow(`Node ${version}: a module`);
});

test.each(["1.5.0", "1.11.4", "2.0.1"])("Terraform %s is taken", (version) => {
  expect(() => checkTerraform(terraformOf(version))).not.toThrow();
});

test.each(["0.15.5", "1.4.7", ""])("Terraform %p is too old", (version) => {
  expect(() => checkTerraform(terraformOf(version))).toThrow("install 1.5 or newer");
});

test("a missing Terraform is said with what to do", () => {
  expect(() => checkTerraform("no-terraform")).toThrow(
    /^no-terraform cannot be.*Install Terraform/,
  );
});
