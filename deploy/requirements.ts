/** Checks before the CLI is started, whose own messages do not say what to do. */
import { spawnSync } from "node:child_process";

/**
 * @param args of the CLI
 * @param terminal whether there is a terminal to ask for approval
 * @throws Error when the CLI would have to ask without a terminal
 */
export function checkApproval(args: readonly string[], terminal: boolean): void {
  const [command = "", ...flags] = args;
  const asks = ["deploy", "destroy"].includes(command) && !asksForHelp(flags);
  if (!asks || terminal || flags.some((flag) => /^--auto-approve(=true)?$/.test(flag))) return;
  const before =
    command === "deploy"
      ? 'Review with "npm run diff", then'
      : "To delete everything that was deployed, with all items:";
  throw new Error(
    `There is no terminal to ask for approval. ${before} "npm run ${command} -- --auto-approve".`,
  );
}

/** Whether the CLI only prints what the command and its flags do. */
export const asksForHelp = (flags: readonly string[]) =>
  flags.some((flag) => flag === "--help" || flag === "-h");

/** @throws Error when Terraform cannot be started or is too old for the stack */
export function checkTerraform(terraform: string): void {
  const { error, stdout } = spawnSync(terraform, ["version", "-json"], { encoding: "utf8" });
  if (error) {
    throw new Error(
      `${terraform} cannot be started (${(error as NodeJS.ErrnoException).code}). Install Terraform 1.5 or newer, https://developer.hashicorp.com/terraform/install, or name it in TERRAFORM_BINARY_NAME.`,
    );
  }
  const version = /"terraform_version": *"([^"]+)"/.exec(stdout)?.[1] ?? "unknown";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 1 || (major === 1 && minor >= 5)) return;
  throw new Error(`${terraform} is version ${version}: install 1.5 or newer.`);
}
