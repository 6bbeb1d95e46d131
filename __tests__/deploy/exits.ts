/**
 * `npm run exits`: the two ways out of CDKTF, tried. A copy of the project on the maintained fork synthesizes the same
 * Terraform, and Terraform takes the synthesized directory without this project.
 */
import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { copyProject } from "../support/copy-project";
import { terraformEnvironment } from "../support/deploy/emulator";
import { run } from "../support/deploy/processes";
import { hasCommand } from "../support/deploy/tools";

/** The fork's packages, by those that they replace. https://github.com/open-constructs/cdk-terrain */
const fork = { cdktf: "cdktn@0.24.0", "@cdktf/provider-aws": "@cdktn/provider-aws@25.7.0" };

const project = process.cwd();
const temporary = mkdtempSync(join(tmpdir(), "exits "));
const environment = terraformEnvironment(temporary);
/** Below the project, so that every other package is found above. */
const copy = join(project, "dist/exits");
after(() => {
  for (const directory of [temporary, copy]) rmSync(directory, { recursive: true, force: true });
});

test(`cdktn: the copy with ${Object.values(fork).join(" and ")} synthesizes the same`, async () => {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  copyProject(copy);
  renameImports(copy);
  writeFileSync(join(copy, "package.json"), '{ "private": true }');
  // The library runs on every Node that this project supports; its packages ask for Node 22.
  const flags = ["--no-save", "--ignore-scripts", "--legacy-peer-deps", "--engine-strict=false"];
  await run("npm", ["install", ...flags, ...Object.values(fork)], { cwd: copy, env: environment });
  assert.deepEqual(await synthesize(copy), await synthesize(project));
});

for (const command of ["terraform", "tofu"]) {
  if (!hasCommand(command)) {
    console.log(`# ${command} is not on this machine: this way out is not tried`);
    continue;
  }
  test(`${command}: the synthesized directory alone is initialised and validated`, async () => {
    await synthesize(project);
    const cwd = join(temporary, command);
    cpSync(join(project, "cdktf.out/stacks/dynamodb-operations"), cwd, { recursive: true });
    await run(command, ["init", "-backend=false", "-input=false"], { cwd, env: environment });
    await run(command, ["validate"], { cwd, env: environment });
  });
}

function renameImports(directory: string): void {
  for (const file of readdirSync(directory, { recursive: true }).map(String)) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join(directory, file), "utf8");
    const renamed = Object.entries(fork).reduce(
      (all, [name, other]) =>
        all.replaceAll(`from "${name}`, `from "${other.replace(/@[\d.]+$/, "")}`),
      text,
    );
    writeFileSync(join(directory, file), renamed);
  }
}

/** The synthesized JSON without what names the library, and without the provider's source, which both spell differently. */
async function synthesize(root: string): Promise<unknown> {
  const env = { ...environment, CDKTF_OUTDIR: "cdktf.out" };
  await run(process.execPath, ["launch.mjs", "main.ts"], { cwd: root, env });
  const file = join(root, "cdktf.out/stacks/dynamodb-operations/cdk.tf.json");
  const { "//": _metadata, ...json } = JSON.parse(readFileSync(file, "utf8"));
  delete json.terraform.required_providers.aws.source;
  return JSON.parse(JSON.stringify(json, (name, value) => (name === "//" ? undefined : value)));
}
