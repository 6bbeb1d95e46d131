/** The flags of `npm start`. */
import { parseArgs } from "node:util";

export interface Options {
  readonly port: number;
  readonly memory: boolean;
  readonly reset: boolean;
  readonly auth: boolean;
  readonly watch: boolean;
  readonly verbose: boolean;
}

export const usage = `Usage: npm start -- [options]
  --port N   listen on this port (default 3000; 0 for any that is free)
  --memory   keep the data in memory; it is gone when the server stops
  --reset    delete the data of earlier runs first
  --auth     check callers as the deployed API does: signed requests, the API key "local", the throttle
  --no-watch do not run changed files; without it, a saved file runs at once
  --verbose  print what CloudWatch would have of each request
  --help     print this`;

/**
 * @param args the arguments after the script
 * @returns `undefined` when the caller asks for help
 * @throws Error that says which argument is wrong
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  const { memory, reset, auth, verbose } = values;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  }
  return { port, memory, reset, auth, verbose, watch: !values["no-watch"] };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: "3000" },
        memory: { type: "boolean", default: false },
        reset: { type: "boolean", default: false },
        auth: { type: "boolean", default: false },
        "no-watch": { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new Error(`${(error as Error).message.split(".")[0]}.\n${usage}`);
  }
}
