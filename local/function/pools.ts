/** The pools of a service's functions. A later version of the service shares those whose function has not changed. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { LambdaFunction, Service } from "../service/service";
import { type Code, unpackCode } from "./code";
import { type Pool, startPool } from "./pool";
import { endSpare, type Prepared, type Spares, type SparesProps, spareProps } from "./spares";

interface SharedPool extends Pool {
  /** Equal for functions that run the same. */
  readonly identity: string;
}

/** By the function's name. */
export type Pools = ReadonlyMap<string, SharedPool>;

export interface PoolsProps extends SparesProps {
  readonly spares: Spares;
  /** Takes each text of CloudWatch's log. `own` are the function's, the others are Lambda's. */
  readonly hear: (text: string, own: boolean) => void;
  /** Whether Lambda's texts are wanted. */
  readonly verbose: boolean;
}

/** @throws Error when a function does not load; those already started are closed again */
export async function startPools(
  { routes, region }: Service,
  earlier: Pools,
  props: PoolsProps,
): Promise<Pools> {
  const pools = new Map<string, SharedPool>();
  try {
    for (const { function: lambda } of routes) {
      const { name } = lambda;
      if (pools.has(name)) continue;
      const identity = identityOf(lambda);
      const same = earlier.get(name)?.identity === identity ? earlier.get(name) : undefined;
      pools.set(name, same ?? { ...(await start(lambda, region, props)), identity });
    }
    return pools;
  } catch (error) {
    await closePools(pools, [{ pools: earlier }]);
    throw error;
  }
}

/** @param others whose pools stay open */
export async function closePools(
  pools: Pools,
  others: Iterable<{ readonly pools: Pools }>,
): Promise<void> {
  const shared = new Set([...others].flatMap((one) => [...one.pools.values()]));
  for (const pool of pools.values()) if (!shared.has(pool)) await pool.close();
}

/** Synth copies the same code to another path when it has been built again. */
function identityOf(lambda: LambdaFunction): string {
  const hash = createHash("sha256").update(readFileSync(lambda.code));
  return JSON.stringify({ ...lambda, code: hash.digest("hex") });
}

async function start(lambda: LambdaFunction, region: string, props: PoolsProps): Promise<Pool> {
  const spare = props.spares.take(lambda, region);
  const code = unpack(lambda, props.root, spare);
  const pool = await startPool({
    ...spareProps(lambda, region, props),
    module: code.module,
    hear: props.hear,
    verbose: props.verbose,
    spare,
  }).catch((error) => {
    code.remove();
    throw error;
  });
  const close = async () => {
    await pool.close();
    code.remove();
  };
  return { ...pool, close };
}

function unpack(lambda: LambdaFunction, root: string, spare: Prepared | undefined): Code {
  try {
    return unpackCode(lambda, root, spare?.directory);
  } catch (error) {
    if (spare) endSpare(spare);
    throw error;
  }
}
