/** What of a stack outlives cdktf.out, with a script in Terraform's place. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { variables } from "../../deploy/run";

const root = mkdtempSync(join(tmpdir(), "a stack "));
const directory = join(root, "cdktf.out/stacks/service");
const kept = join(root, ".terraform.lock.hcl");
const own = join(directory, ".terraform.lock.hcl");
const range = ">= 5.100.0, < 7.0.0";
const lock = (version: string, constraints = range) =>
  `provider "registry.terraform.io/hashicorp/aws" {\n  version     = "${version}"\n  constraints = "${constraints}"\n}\n`;

beforeEach(() => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, "cdk.tf.json"),
    JSON.stringify({
      terraform: {
        backend: { local: { path: "../../../terraform.service.tfstate" } },
        required_providers: { aws: { version: range } },
      },
    }),
  );
});
afterEach(() => rmSync(root, { recursive: true }));

/** @param script what Terraform does, in the shell's language */
function terraform(command: string, script: string) {
  const file = join(root, "terraform.sh");
  writeFileSync(file, `#!/bin/sh\n[ "$1" = state ] && exit\numask\n${script}\n`);
  chmodSync(file, 0o755);
  return spawnSync(process.execPath, [resolve("dist/tests/deploy/terraform.js"), command], {
    cwd: directory,
    env: { ...process.env, [variables.terraform]: file, [variables.run]: root },
    encoding: "utf8",
  });
}

const read = (file: string) => readFileSync(file, "utf8");
const mode = (file: string) => (statSync(join(root, file)).mode & 0o777).toString(8);

test("the lock that an init writes is kept beside cdktf.json, for everybody to read", () => {
  writeFileSync(join(root, "a-lock"), lock("5.100.0"));
  terraform("init", `cp ../../../a-lock .terraform.lock.hcl; chmod 600 .terraform.lock.hcl`);
  expect(read(kept)).toBe(lock("5.100.0"));
  expect(mode(".terraform.lock.hcl")).toBe("644");
});

test("a fresh cdktf.out, and one with an older lock, get the kept one before an init", () => {
  writeFileSync(kept, lock("5.100.0"));
  expect(terraform("init", "cat .terraform.lock.hcl").stdout).toContain(lock("5.100.0"));
  writeFileSync(kept, lock("5.200.0"));
  expect(terraform("init", "cat .terraform.lock.hcl").stdout).toContain(lock("5.200.0"));
  expect(read(kept)).toBe(lock("5.200.0"));
});

test("a kept lock that is for reading only can be replaced by the stack", () => {
  writeFileSync(kept, lock("5.100.0"), { mode: 0o444 });
  terraform("init", "true");
  expect(statSync(own).mode & 0o200).toBe(0o200);
});

test("a state's lock that another Terraform removes at that moment is no failure", () => {
  symlinkSync("gone", join(root, ".terraform.service.tfstate.lock.info"));
  expect(terraform("apply", "true").status).toBe(0);
});

test("a lock for another range of versions is not used, neither the kept nor the own one: Terraform would refuse it", () => {
  const later = lock("6.21.0", ">= 6.21.0, < 7.0.0");
  writeFileSync(kept, later);
  writeFileSync(own, later);
  terraform("init", "true");
  expect(existsSync(own)).toBe(false);
  expect(read(kept)).toBe(later);
});

test("an own lock for this range stays when the kept one is for another", () => {
  writeFileSync(kept, lock("6.21.0", ">= 6.21.0, < 7.0.0"));
  writeFileSync(own, lock("5.100.0"));
  expect(terraform("init", "cat .terraform.lock.hcl; exit 1").stdout).toContain(lock("5.100.0"));
});

test("an init that fails keeps nothing", () => {
  writeFileSync(kept, lock("5.100.0"));
  terraform("init", "echo broken > .terraform.lock.hcl; exit 1");
  expect(read(kept)).toBe(lock("5.100.0"));
});

test("nobody else reads the state and its backups, whether Terraform succeeds or not", () => {
  const state = "terraform.service.tfstate";
  writeFileSync(join(root, `${state}.1.backup`), "", { mode: 0o644 });
  writeFileSync(join(directory, "terraform.tfstate.2.backup"), "", { mode: 0o644 });
  const script = `echo {} > "../../../${state}"; exit 1`;
  expect(terraform("apply", script)).toMatchObject({ status: 1, stdout: "0077\n" });
  const states = [
    state,
    `${state}.1.backup`,
    "cdktf.out/stacks/service/terraform.tfstate.2.backup",
  ];
  expect(states.map(mode)).toStrictEqual(["600", "600", "600"]);
});
