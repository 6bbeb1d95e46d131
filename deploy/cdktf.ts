/** `npm run synth`, `diff`, `deploy`, `output` and `destroy`: the cdktf CLI, with its known problems avoided. */
import { spawn } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { adviseOn } from "./advice";
import { describeOutputs, readOutputs } from "./outputs";
import { asksForHelp, checkApproval, checkTerraform } from "./requirements";
import { CliRun, variables } from "./run";

async function main(args: readonly string[]): Promise<number> {
  const [command = ""] = args;
  const terraform = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  const terminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);
  checkApproval(args, terminal);
  if (command !== "synth") checkTerraform(terraform); // synth does not need Terraform
  const run = new CliRun();
  try {
    const { args: all, outputsFile } = withOutputsFile(args);
    const code = await runCli(all, environment(terraform, run));
    await waitForTerraform(run);
    if (code !== 0) explain(run.failure());
    else if (showsOutputs(args)) {
      console.log(describeOutputs(readOutputs(outputsFile), process.env));
    }
    return code;
  } finally {
    run.remove();
  }
}

const showsOutputs = ([command = "", ...flags]: readonly string[]) =>
  ["deploy", "output"].includes(command) && !asksForHelp(flags);

/** Outputs are read from a file, since the CLI wraps and escapes them on the screen. */
function withOutputsFile(args: readonly string[]): {
  args: readonly string[];
  outputsFile: string;
} {
  const { values } = parseArgs({
    args: [...args],
    options: { "outputs-file": { type: "string" } },
    strict: false,
  });
  const given = values["outputs-file"];
  if (typeof given === "string") return { args, outputsFile: given };
  const outputsFile = join("cdktf.out", "outputs.json");
  if (!showsOutputs(args)) return { args, outputsFile };
  rmSync(outputsFile, { force: true }); // of an earlier deploy
  return { args: [...args, "--outputs-file", outputsFile], outputsFile };
}

function environment(terraform: string, run: CliRun): NodeJS.ProcessEnv {
  const wrapper = join(__dirname, "terraform.js");
  chmodSync(wrapper, 0o755);
  return {
    CHECKPOINT_DISABLE: "1", // otherwise the CLI prints an error about a host that it cannot reach
    ...(!process.stdout.isTTY && { CI: "1" }), // otherwise it draws a spinner
    // A stopped deploy may still be writing its state.
    TF_CLI_ARGS_plan: "-lock-timeout=2m",
    TF_CLI_ARGS_apply: "-lock-timeout=2m",
    TF_CLI_ARGS_destroy: "-lock-timeout=2m",
    ...process.env,
    TERRAFORM_BINARY_NAME: wrapper,
    [variables.terraform]: terraform,
    [variables.run]: run.directory,
  };
}

/** Hides Node's warnings about the CLI's own code. */
const quiet = ["--no-deprecation", "--disable-warning=ExperimentalWarning"];

function runCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const printsNothing = args[0] === "output" && showsOutputs(args); // main prints the outputs
  const cli = spawn(process.execPath, [...quiet, cliPath(), ...args], {
    stdio: ["inherit", printsNothing ? "ignore" : "inherit", "inherit"],
    env,
  });
  // The terminal sends Ctrl-C to the CLI too; other signals have to be forwarded.
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

/** The CLI can end before Terraform. */
async function waitForTerraform(run: CliRun): Promise<void> {
  if (run.running().length === 0) return;
  console.error(
    "Terraform completes what it has begun. Ctrl-C stops it at once; resources that AWS is creating at that moment are then missing in the state, and you have to delete them by hand.",
  );
  process.on("SIGINT", () => {
    run.interrupt();
  });
  while (run.running().length > 0) await new Promise((done) => setTimeout(done, 200));
}

/** Prints Terraform's error, since the CLI often ends before it has printed it. */
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
