/** The files of a stack that outlive its directory in cdktf.out: Terraform's state and the lock of its providers. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";

const lockFile = ".terraform.lock.hcl";

/** A part of cdk.tf.json. */
export interface StackJson {
  readonly terraform: {
    readonly backend?: { readonly local?: { readonly path: string } };
    readonly required_providers: Readonly<Record<string, { readonly version: string }>>;
  };
  /** By type and name. */
  readonly resource: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

/** @returns nothing in a directory that is no stack's */
export function readStack(directory: string): StackJson | undefined {
  const file = join(directory, "cdk.tf.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}

/** Beside cdktf.json. */
const keptLock = (directory: string) => resolve(directory, "../../..", lockFile);

/**
 * Before an init: every checkout, and every environment, uses the provider that the kept lock names. Terraform would
 * refuse a lock for another range of versions, as of another function.runtime: it chooses a provider then.
 */
export function bringLock(directory: string): void {
  const stack = readStack(directory);
  if (stack === undefined) return;
  const ranges = Object.values(stack.terraform.required_providers).map(({ version }) => version);
  const read = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
  const fits = (lock: string) => ranges.every((one) => lock.includes(`constraints = "${one}"`));
  const [own, kept] = [join(directory, lockFile), read(keptLock(directory))];
  if (fits(kept))
    writeFileSync(own, kept); // not with the mode, which may be for reading only
  else if (!fits(read(own))) rmSync(own, { force: true });
}

/** After an init, which may have chosen a provider or added a platform. */
export function keepLock(directory: string): void {
  const lock = join(directory, lockFile);
  const kept = keptLock(directory);
  if (readStack(directory) === undefined || !existsSync(lock)) return;
  if (!existsSync(kept) || !readFileSync(kept).equals(readFileSync(lock))) {
    rmSync(kept, { force: true });
    copyFileSync(lock, kept);
    chmodSync(kept, 0o644);
  }
}

/** The state can contain the value of an API key: nobody else on this machine may read it, or a backup of it. */
export function protectState(directory: string): void {
  const path = readStack(directory)?.terraform.backend?.local?.path;
  if (path === undefined) return;
  for (const place of [dirname(resolve(directory, path)), directory]) {
    const states = readdirSync(place).filter((name) => /\.tfstate(\.|$)/.test(name));
    for (const name of states) protect(join(place, name));
  }
}

/** A locked state has a second file, the lock, which another Terraform may remove at any moment. */
function protect(file: string): void {
  try {
    chmodSync(file, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
