/** The flags of `npm start`. */
import { parseArgs } from "node:util";

export interface Options {
  readonly port: number;
  /** The address or name to listen on. */
  readonly host: string;
  /** When absent, any port that is free. */
  readonly enginePort?: number;
  readonly memory: boolean;
  /** True for all tables, or the name of one. */
  readonly reset: boolean | string;
  /** Path of a file with items; relative to the shell's directory. */
  readonly seed?: string;
  readonly auth: boolean;
  readonly watch: boolean;
  readonly verbose: boolean;
}

export const usage = `Usage: npm start -- [options]
  --port N         listen on this port (default 3000; 0 for any that is free)
  --host ADDRESS   listen on this address (default 127.0.0.1; 0.0.0.0 for all, so that others can call)
  --engine-port N  give DynamoDB's engine this port, for the AWS CLI and other tools
  --memory         keep the data in memory; it is gone when the server stops
  --reset [TABLE]  delete the data of earlier runs first, of one table or of all
  --seed FILE      write the items of a JSON file: {"TABLE": [ITEM, …], …}
  --auth           check callers as the deployed API does: signed requests, the API key "local", the throttle
  --no-watch       do not run changed files; without it, a saved file runs at once
  --verbose        print what CloudWatch would have of each request
  --help           print this`;

/**
 * @param args the arguments after the script
 * @returns `undefined` when the caller asks for help
 * @throws Error that says which argument is wrong
 */
export function readOptions(args: readonly string[]): Options | undefined {
  const parsed = parse(args);
  const { help, port, "engine-port": enginePort, "no-watch": noWatch, reset, ...values } = parsed;
  if (help) return undefined;
  for (const [flag, value] of Object.entries({ ...values, reset })) {
    if (value === "") throw new Error(`--${flag} is empty.`);
  }
  return {
    ...values,
    port: readPort("port", port),
    ...(enginePort !== undefined && { enginePort: readPort("engine-port", enginePort) }),
    reset: reset === everything ? true : (reset ?? false),
    watch: !noWatch,
  };
}

function readPort(flag: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`--${flag} takes a number from 0 to 65535, not "${text}".`);
}

/** What `--reset` without a table is to `parseArgs`, which knows no optional values. No table has this name. */
const everything = "*";

function withValue(args: readonly string[]): string[] {
  return args.flatMap((argument, i) => {
    const next = args[i + 1];
    const lacksValue = next === undefined || next.startsWith("-");
    return argument === "--reset" && lacksValue ? [`--reset=${everything}`] : [argument];
  });
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: withValue(args),
      options: {
        port: { type: "string", default: "3000" },
        host: { type: "string", default: "127.0.0.1" },
        "engine-port": { type: "string" },
        memory: { type: "boolean", default: false },
        reset: { type: "string" },
        seed: { type: "string" },
        auth: { type: "boolean", default: false },
        "no-watch": { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message.split(".")[0]}.\n${usage}`);
  }
}
