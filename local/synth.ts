/** Synthesizes the project as `cdktf synth` does, but without the CLI, which takes three seconds. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Runs the `app` of cdktf.json.
 * @param root the project's directory
 * @returns the output directory
 * @throws Error with the app's output when it fails
 */
export function synthesize(root: string): string {
  const output = join(root, "cdktf.out");
  const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8"));
  const { status, stderr } = spawnSync(app, {
    cwd: root,
    shell: true,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: output },
  });
  if (status !== 0) throw new Error(`The project does not synthesize.\n${stderr.trim()}`);
  return output;
}
