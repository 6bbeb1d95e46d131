import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkApproval, checkTerraform } from "../../deploy/requirements";

const directory = mkdtempSync(join(tmpdir(), "a terraform "));
afterAll(() => rmSync(directory, { recursive: true }));

function terraformOf(version: string): string {
  const file = join(directory, "terraform");
  writeFileSync(file, `#!/bin/sh\necho '{ "terraform_version": "${version}" }'\n`);
  chmodSync(file, 0o755);
  return file;
}

test.each([
  [["deploy"], /npm run diff.*npm run deploy -- --auto-approve/],
  [["destroy", "--no-color"], /delete everything.*npm run destroy -- --auto-approve/],
])("%p without a terminal is refused with a way on", (args, way) => {
  expect(() => checkApproval(args, false)).toThrow(way);
  expect(() => checkApproval(args, true)).not.toThrow();
});

test.each([
  [["deploy", "--auto-approve"]],
  [["destroy", "--auto-approve=true"]],
  [["deploy", "--help"]],
  [["diff"]],
  [["synth"]],
])("%p asks nothing, so it needs no terminal", (args) => {
  expect(() => checkApproval(args, false)).not.toThrow();
});

test.each(["1.5.0", "1.11.4", "2.0.1"])("Terraform %s is taken", (version) => {
  expect(() => checkTerraform(terraformOf(version))).not.toThrow();
});

test.each(["0.15.5", "1.4.7", ""])("Terraform %p is too old", (version) => {
  expect(() => checkTerraform(terraformOf(version))).toThrow("install 1.5 or newer");
});

test("a missing Terraform is an error that says what to do", () => {
  expect(() => checkTerraform("no-terraform")).toThrow(
    /^no-terraform cannot be.*Install Terraform/,
  );
});
