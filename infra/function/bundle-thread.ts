/**
 * A thread that builds the function's zip when it is asked. The build is synchronous and would stop whoever else uses
 * the thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { bundleFunction } from "./bundle";

/** The project's directory. */
const { root }: { readonly root: string } = workerData;

/** The zip's path, or esbuild's report. */
type Built = { readonly zip: string } | { readonly failure: string };

function build(): Built {
  try {
    return { zip: bundleFunction(root) };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

parentPort?.on("message", () => parentPort?.postMessage(build()));
