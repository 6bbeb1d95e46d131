/**
 * `npm run test:changes`: changes that a user makes, carried out in a copy of the project as docs/development.md has
 * them. After a right change, all tests pass.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { kill, killAll, run, startServer } from "./support/deploy/processes";

const page = readFileSync("docs/development.md", "utf8");
/** The code of a section of the page. */
const codeOf = (section: string) =>
  new RegExp(`## ${section}\n.*?\`\`\`ts\n(.*?)\`\`\``, "s").exec(page)?.[1] as string;

const copies: string[] = [];
after(() => {
  killAll();
  for (const copy of copies) rmSync(copy, { recursive: true, force: true });
});

/** All that git knows or would take, with the installed packages. */
function copyCheckout(): string {
  const home = mkdtempSync(join(tmpdir(), "a change "));
  copies.push(home);
  const list = ["ls-files", "--cached", "--others", "--exclude-standard"];
  for (const file of execFileSync("git", list, { encoding: "utf8" }).trim().split("\n")) {
    cpSync(file, join(home, file));
  }
  symlinkSync(join(process.cwd(), "node_modules"), join(home, "node_modules"));
  execFileSync("git", ["init", "-q"], { cwd: home }); // the linter asks git which files to leave out
  return home;
}

const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|AWS_|TF_|NODE_TEST)/.test(name)),
);
const npm = (cwd: string, ...args: string[]) => run("npm", ["run", "-s", ...args], { cwd, env });

test("an operation is added: its row alone, npm run update, and npm test passes", async () => {
  const home = copyCheckout();
  const file = join(home, "functions/operations.ts");
  const table = readFileSync(file, "utf8");
  writeFileSync(file, table.replace("  echo: {", `${codeOf("Add an operation")}  echo: {`));
  await npm(home, "update");
  assert.match(readFileSync(join(home, "README.md"), "utf8"), /\| count \| Count the items /);
  assert.match(await npm(home, "test"), /Tests: +\d+ passed/);
});

test("main.ts describes another service: its tests pass, smoke passes, and no name is left", async () => {
  const home = copyCheckout();
  const service = codeOf("Make it another service");
  writeFileSync(join(home, "main.ts"), `import { synthesize } from "./infra/app";\n\n${service}`);
  await npm(home, "update");
  assert.match(await npm(home, "test"), /Tests: +\d+ passed/);
  await smoke(home);
  const json = readFileSync(join(home, "dist/synth/stacks/shop/cdk.tf.json"), "utf8");
  const ofTheExample =
    /LambdaTable|LambdaFunctionOverHttps|DynamoDBOperations|DynamoDBManager|dynamodb-operations/;
  assert.doesNotMatch(json, ofTheExample);
});

async function smoke(home: string): Promise<void> {
  const server = await startServer({ cwd: home, env });
  assert.match(server.url, /\/v1\/shop$/);
  assert.match(
    await npm(home, "smoke", "--", server.url),
    /\d+ answered as they should, 0 did not/,
  );
  kill(server.child, "SIGINT");
}
