/** What has to be on the machine before the CLI is started, which would say it in words of its own. */
import { spawnSync } from "node:child_process";

/** @throws Error on a Node that the CLI crashes on */
export function checkNode(version: string): void {
  if (Number.parseInt(version, 10) < 23) return;
  throw new Error(
    `The cdktf CLI 0.21 crashes on Node ${version}: a module that it needs is not built for it. Use Node 20.9 to 22.`,
  );
}

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
