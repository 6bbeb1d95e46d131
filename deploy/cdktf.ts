/** `npm run synth`, `diff`, `deploy`, `output` and `destroy`: the cdktf CLI, kept from its known troubles. */
import { spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { adviseOn } from "./advice";
import { describeOutputs } from "./outputs";
import { checkApproval, checkTerraform } from "./requirements";
import { CliRun, variables } from "./run";

async function main(args: readonly string[]): Promise<number> {
  const [command = ""] = args;
  const terraform = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  const terminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  checkApproval(args, terminal);
  if (command !== "synth") checkTerraform(terraform); // which is not needed to write JSON
  const run = new CliRun();
  try {
    const code = await runCli(argumentsFor(args, run), environment(terraform, run));
    await ended(run);
    if (code !== 0) explain(run.failure());
    else if (command === "deploy" || command === "output") {
      console.log(describeOutputs(run.outputs(), process.env));
    }
    return code;
  } finally {
    run.remove();
  }
}

/** What a deploy has made is read from a file: on the screen, the CLI wraps and escapes it. */
function argumentsFor(args: readonly string[], run: CliRun): readonly string[] {
  const [command = "", ...flags] = args;
  if (!["deploy", "output"].includes(command) || flags.includes("--outputs-file")) return args;
  return [command, "--outputs-file", run.outputsFile, ...flags];
}

function environment(terraform: string, run: CliRun): NodeJS.ProcessEnv {
  const wrapper = join(__dirname, "terraform.js");
  chmodSync(wrapper, 0o755);
  return {
    CHECKPOINT_DISABLE: "1", // or the CLI complains about a host that it cannot reach
    ...(!process.stdout.isTTY && { CI: "1" }), // or it draws a spinner into the file
    // A deploy that was stopped may still be writing its state.
    TF_CLI_ARGS_plan: "-lock-timeout=2m",
    TF_CLI_ARGS_apply: "-lock-timeout=2m",
    TF_CLI_ARGS_destroy: "-lock-timeout=2m",
    ...process.env,
    TERRAFORM_BINARY_NAME: wrapper,
    [variables.terraform]: terraform,
    [variables.run]: run.directory,
  };
}

/** Warnings of Node about what is inside the CLI. */
const quiet = ["--no-deprecation", "--disable-warning=ExperimentalWarning"];

function runCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const cli = spawn(process.execPath, [...quiet, cliPath(), ...args], {
    stdio: ["inherit", args[0] === "output" ? "ignore" : "inherit", "inherit"],
    env,
  });
  // The terminal sends Ctrl-C to the CLI too; what else stops us has to be passed on.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => cli.kill("SIGTERM"));
  process.on("SIGHUP", () => cli.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    cli.on("error", reject);
    cli.on("close", (code) => resolve(code ?? 130));
  });
}

function cliPath(): string {
  const file = createRequire(__filename).resolve("cdktf-cli/package.json");
  return join(dirname(file), require(file).bin.cdktf);
}

/** The CLI does not wait for a Terraform that it leaves behind. */
async function ended(run: CliRun): Promise<void> {
  if (run.running().length === 0) return;
  console.error(
    "Terraform completes what it has begun. Ctrl-C stops it at once; what AWS is just creating is then in no state, and you have to delete it by hand.",
  );
  process.on("SIGINT", () => {
    run.interrupt();
  });
  while (run.running().length > 0) await new Promise((done) => setTimeout(done, 200));
}

/** The CLI often leaves before it has printed what Terraform says. */
function explain(output: string): void {
  const text = stripVTControlCharacters(output);
  const error = text.indexOf("Error:");
  if (error >= 0) console.error(`\n${text.slice(error).trimEnd()}`);
  for (const line of adviseOn(text)) console.error(`\n→ ${line}`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
