/** Builds the project: synthesizes it as `cdktf synth` does, without the CLI, which takes three seconds; or its code alone. */
import { exec } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { readService, type Service } from "./service/service";
import { readTerraform } from "./service/terraform";

/**
 * Runs the `app` of cdktf.json. Its output has a directory of its own, since a deploy may be reading `cdktf.out`.
 * @param root the project's directory
 * @throws Error with the app's output when it fails
 */
export async function synthesize(root: string): Promise<Service> {
  const output = join(root, "dist/synth");
  const { app } = JSON.parse(readFileSync(join(root, "cdktf.json"), "utf8"));
  const env = { ...process.env, CDKTF_OUTDIR: output };
  await promisify(exec)(app, { cwd: root, env }).catch(({ stderr }: { stderr: string }) => {
    throw new Error(`The project does not synthesize.\n${stderr.trim()}`);
  });
  return readService(readTerraform(output));
}

export interface Bundler {
  /**
   * Builds `functions/` alone, in less than half of the time of a synth.
   * @returns the path of the zip, which synth would have copied to its output
   * @throws Error with esbuild's report
   */
  readonly bundle: () => Promise<string>;
  readonly close: () => Promise<unknown>;
}

/** Of the thread that builds. MB. */
const resourceLimits = { maxYoungGenerationSizeMb: 4 };

/** Starts a thread that has esbuild at hand: to load it for each build would take 40 ms. */
export function startBundler(root: string): Bundler {
  const program = join(root, "dist/infra/function/bundle-thread.js");
  // esbuild's process ends after each build: to collect its garbage takes a quarter of the time, and 130 MB less.
  const env = { ...process.env, GOGC: "off" };
  const thread = new Worker(program, { workerData: { root }, resourceLimits, env });
  thread.unref();
  return {
    async bundle() {
      thread.postMessage(undefined);
      const [{ zip, failure }] = await once(thread, "message");
      if (failure !== undefined) throw new Error(failure);
      return zip;
    },
    close: () => thread.terminate(),
  };
}
