/**
 * The second part of `npm run test:deploy`: docs/operations.md from top to bottom. Its commands run in one checkout
 * against an emulated account, and the lines that it shows have to be among those that they print, in this order.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Checkout, ignoreForgotten } from "../support/deploy/checkout";
import { type Live, liveTest } from "../support/deploy/live-test";
import { start } from "../support/deploy/processes";
import { hasCommand } from "../support/deploy/tools";

const page = readFileSync("docs/operations.md", "utf8");

interface Section {
  readonly title: string;
  readonly blocks: readonly { readonly language: string; readonly text: string }[];
}

const sections: readonly Section[] = page
  .split(/^## /m)
  .slice(1)
  .map((part) => ({
    title: part.slice(0, part.indexOf("\n")),
    blocks: [...part.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language = "", text = ""]) => ({
      language,
      text,
    })),
  }));

if (hasCommand("aws")) liveTest("the page about operations", "test:deploy", live);
else console.log("# no AWS CLI on this machine: docs/operations.md is left out");

async function live({ step, environment, newCheckout }: Live): Promise<void> {
  const checkout = newCheckout();
  for (const { title, blocks } of sections) {
    if (!blocks.some(({ language }) => language === "console")) continue;
    await step(title, async () => {
      for (const { language, text } of blocks) {
        if (language === "ts") writeMain(checkout, text);
        if (language === "console") await runAll(checkout, environment, text);
      }
    });
  }
  await step("the options that the page does not use are valid, with the oldest provider", () => {
    writeMain(checkout, `synthesize(${allOptions});\n`);
    return checkout.validate("options", { ENVIRONMENT: "options" });
  });
  await step("those that the emulator knows are applied", async () => {
    const options = `{ function: { reservedConcurrency: 5 }, customerManagedKey: true }`;
    writeMain(checkout, `synthesize(${options});\n`);
    await checkout.npmRun("deploy", { ENVIRONMENT: "options" });
    await checkout.npmRun("destroy", { ENVIRONMENT: "options" });
  });
}

const allOptions = `{
  customerManagedKey: true,
  tables: { LambdaTable: { physicalName: "Table-options", hashKey: { name: "Id", type: "S" } } },
  function: { reservedConcurrency: 5, provisionedConcurrency: 2 },
  api: { auth: "apiKey", callers: { default: {}, shop: { quota: { limit: 5 }, rateLimit: 1 } } },
}`;

function writeMain({ home }: Checkout, text: string): void {
  writeFileSync(join(home, "main.ts"), `import { synthesize } from "./infra/app";\n\n${text}`);
}

async function runAll({ home }: Checkout, env: Live["environment"], text: string): Promise<void> {
  for (const part of text.split(/^\$ /m).slice(1)) {
    const [command = "", ...shown] = part.trimEnd().split("\n");
    ignoreInAll(join(home, "cdktf.out/stacks"));
    const { child, output } = start("bash", ["-c", command], { cwd: home, env });
    const code = await new Promise((done) => child.on("close", done));
    const refused = shown.some((line) => line.startsWith("Error:"));
    assert.equal(code, refused ? 1 : 0, `${command}\n${output()}`);
    compare(command, shown, output());
  }
}

/** What the emulator forgets would otherwise be in every plan. */
function ignoreInAll(stacks: string): void {
  for (const name of existsSync(stacks) ? readdirSync(stacks) : []) {
    const directory = join(stacks, name);
    if (!existsSync(join(directory, "cdk.tf.json"))) continue;
    const text = JSON.stringify(ignoreForgotten(directory));
    writeFileSync(join(directory, "moto_override.tf.json"), text);
  }
}

function compare(command: string, shown: readonly string[], output: string): void {
  const printed = output.split("\n").map(normalize);
  let from = 0;
  for (const line of shown.filter((one) => one !== "…").map(normalize)) {
    const found = printed.indexOf(line, from);
    assert.ok(found >= 0, `${command}\ndoes not print (any more):\n${line}\nbut:\n${output}`);
    from = found + 1;
  }
}

/** Without the CLI's margin, columns, and what differs from run to run. */
const normalize = (line: string) =>
  line
    .replace(/^dynamodb-operations(-\w+)? {2,}/, "")
    .trim()
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\b\w{10}\.execute-api/g, "ID.execute-api")
    .replace(/^(api_key_id\w*|api_key_command\w*) = (.* )?\w+$/, "$1 = $2ID")
    .replace(/^[\d-]{10} [\d:]{8} \d+ /, "TIME SIZE ");
