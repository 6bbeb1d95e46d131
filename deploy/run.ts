/** The files by which `cdktf.ts` and `terraform.ts`, which the CLI starts, exchange information. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Environment variables from `cdktf.ts` to `terraform.ts`; the CLI passes them on. */
export const variables = { terraform: "CDKTF_TERRAFORM", run: "CDKTF_RUN" } as const;

/** One run of the CLI. */
export class CliRun {
  constructor(readonly directory: string = mkdtempSync(join(tmpdir(), "cdktf-"))) {}

  began(pid: number): void {
    writeFileSync(join(this.directory, `${pid}.running`), "");
  }

  /** @param output what Terraform printed, when it failed */
  ended(pid: number, output?: string): void {
    if (output) writeFileSync(join(this.directory, "failed"), output);
    rmSync(join(this.directory, `${pid}.running`), { force: true });
  }

  /** The ids of Terraform's processes that have not ended. */
  running(): number[] {
    return readdirSync(this.directory)
      .filter((name) => name.endsWith(".running"))
      .map((name) => Number.parseInt(name, 10))
      .filter(isRunning);
  }

  interrupt(): void {
    for (const pid of this.running()) send(pid, "SIGINT");
  }

  /** The output of the Terraform that failed last; empty if none failed. */
  failure(): string {
    const failed = readdirSync(this.directory).includes("failed");
    return failed ? readFileSync(join(this.directory, "failed"), "utf8") : "";
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const isRunning = (pid: number) => send(pid, 0);

/** @returns whether the process exists */
function send(pid: number, signal: "SIGINT" | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
