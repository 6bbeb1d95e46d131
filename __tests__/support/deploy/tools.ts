/** What the deploy test needs of the machine, and where it is. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, sep } from "node:path";

/** Directories in which people keep mirrors of Terraform's registry. */
const places = [
  join(homedir(), ".terraform.d"),
  join(homedir(), ".cache"),
  "/usr/share/terraform",
  "/usr/local/share",
  "/usr/lib",
  "/var/lib",
  "/opt",
];

/** The first of the commands that is missing, if one is. */
export function missingCommand(): string | undefined {
  return ["terraform", "moto_server"].find((command) => !hasCommand(command));
}

export function hasCommand(command: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${command}`]);
    return true;
  } catch {
    return false;
  }
}

/**
 * A mirror of the AWS provider, laid out as HOST/NAMESPACE/TYPE/VERSION/PLATFORM/FILE.
 * @returns its root and the provider's version, or `undefined` where Terraform has to download the provider
 */
export function findProviderMirror(): { root: string; version: string } | undefined {
  const roots = places.filter((place) => existsSync(place));
  const test = ["-type", "f", "-name", "terraform-provider-aws*", "-print", "-quit"];
  const { stdout } = spawnSync("find", [...roots, ...test], { encoding: "utf8" });
  const parts = stdout.trim().split(sep);
  const version = parts.at(-3);
  return version ? { root: parts.slice(0, -6).join(sep), version } : undefined;
}
