/** Finds the DynamoDB that the functions use: the one that the environment names, or the embedded one. */
import { join } from "node:path";
import type { Options } from "../options";
import { type Engine, startEngine } from "./engine";

interface FindProps extends Pick<Options, "memory" | "reset" | "enginePort"> {
  /** The project's directory. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface FoundEngine extends Engine {
  /** What it is, its address and where its data is. */
  readonly name: string;
}

/** @throws Error that says what to do */
export async function findEngine(props: FindProps): Promise<FoundEngine> {
  const { memory, reset, enginePort: port, root, environment } = props;
  const named = environment["AWS_ENDPOINT_URL_DYNAMODB"];
  if (named && (memory || reset || port !== undefined)) {
    throw new Error(
      "--memory, --reset and --engine-port are for the embedded engine, " +
        "but AWS_ENDPOINT_URL_DYNAMODB names another.",
    );
  }
  if (named) return { endpoint: named, name: named, close: async () => {} };
  const directory = memory ? undefined : join(root, ".local");
  const threadFile = join(root, "dist/local/engine/engine-thread.js");
  const engine = await startEngine({ directory, reset: reset === true, port, threadFile });
  const place = memory ? "in memory" : "data in .local/";
  return { ...engine, name: `dynalite at ${engine.endpoint}, ${place}` };
}
