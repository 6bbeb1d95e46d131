/** Processes that are started before the code that they will run is there: while it is built. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { LambdaFunction, Service } from "../service/service";
import { createDirectory } from "./code";
import { type Spare, startSpare } from "./container";
import { end } from "./process";

export interface SparesProps {
  /** The project's directory. */
  readonly root: string;
  /** What Lambda does not set: credentials and the engine's address. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Prepared extends Spare {
  /** Where its code will be. */
  readonly directory: string;
  /** Of the function without its code. */
  readonly identity: string;
}

export interface Spares {
  /** Starts a process for each function of the service. */
  readonly prepare: (service: Service) => void;
  /** @returns a process that was started for this function, whatever its code was */
  readonly take: (lambda: LambdaFunction, region: string) => Prepared | undefined;
  /** Ends those that nobody has taken. */
  readonly end: () => void;
}

export function createSpares(props: SparesProps): Spares {
  const prepared = new Map<string, Prepared>();
  return {
    prepare({ routes, region }) {
      for (const { function: lambda } of routes) {
        if (prepared.has(lambda.name)) continue;
        const directory = createDirectory();
        const spare = startSpare(spareProps(lambda, region, props), directory);
        prepared.set(lambda.name, { ...spare, directory, identity: identityOf(lambda, region) });
      }
    },
    take(lambda, region) {
      const found = prepared.get(lambda.name);
      if (found?.identity !== identityOf(lambda, region) || !runs(found)) return undefined;
      prepared.delete(lambda.name);
      return found;
    },
    end() {
      for (const spare of prepared.values()) endSpare(spare);
      prepared.clear();
    },
  };
}

export function endSpare({ child, directory }: Prepared): void {
  end(child);
  rmSync(directory, { recursive: true, force: true });
}

export const spareProps = (lambda: LambdaFunction, region: string, props: SparesProps) => ({
  function: lambda,
  region,
  environment: props.environment,
  workerFile: join(props.root, "dist/local/function/worker.js"),
});

const identityOf = (lambda: LambdaFunction, region: string) =>
  JSON.stringify({ ...lambda, code: undefined, region });

const runs = ({ child: { pid, exitCode, signalCode } }: Spare) =>
  pid !== undefined && exitCode === null && signalCode === null;
