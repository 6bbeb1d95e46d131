/** A thread that builds the function's zip once. The build is synchronous and would stop whoever else uses the thread. */
import { parentPort, workerData } from "node:worker_threads";
import { bundleFunction } from "./bundle";

/** The project's directory. */
const { root }: { readonly root: string } = workerData;

parentPort?.postMessage(bundleFunction(root));
