/** When support ends for what this project depends on. No other file has such dates. */
import type { Runtime } from "./settings/function";

interface Lifetime {
  /** The last day with support, in UTC. */
  readonly ends: string;
  readonly what: string;
  readonly advice: string;
  readonly source: string;
}

const lambda = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html";
const node = "https://github.com/nodejs/release#release-schedule";
const sdk = "https://github.com/aws/aws-sdk-js-v3#nodejs-versions";
const newerNode = "Install a newer Node: .nvmrc names one.";

/** Lambda's deprecation dates. */
export const runtimeLifetimes: Readonly<Record<Runtime, Lifetime>> = {
  "nodejs24.x": {
    ends: "2028-04-30",
    what: "Lambda's support of the runtime nodejs24.x",
    advice: "Update this project, then set function.runtime to a newer one.",
    source: lambda,
  },
  "nodejs22.x": {
    ends: "2027-04-30",
    what: "Lambda's support of the runtime nodejs22.x",
    advice: 'Set function.runtime (or LAMBDA_RUNTIME) to "nodejs24.x".',
    source: lambda,
  },
};

/** By the major version of Node that runs synth. */
export const nodeLifetimes: Readonly<Record<number, readonly Lifetime[]>> = {
  20: [
    { ends: "2026-04-30", what: "Support of Node 20", advice: newerNode, source: node },
    {
      ends: "2027-01-08",
      what: "The AWS SDK's support of Node 20",
      advice: newerNode,
      source: sdk,
    },
  ],
  22: [{ ends: "2027-04-30", what: "Support of Node 22", advice: newerNode, source: node }],
  24: [{ ends: "2028-04-30", what: "Support of Node 24", advice: newerNode, source: node }],
  26: [{ ends: "2029-04-30", what: "Support of Node 26", advice: newerNode, source: node }],
};

const day = 86_400_000;

/**
 * @param nodeVersion in the format of `process.versions.node`
 * @returns a line for each support that has ended, or ends within 180 days: what, when, what to do
 */
export function expiring(runtime: Runtime, nodeVersion: string, today: Date): string[] {
  const used = [
    runtimeLifetimes[runtime],
    ...(nodeLifetimes[Number.parseInt(nodeVersion, 10)] ?? []),
  ];
  return used
    .filter(({ ends }) => Date.parse(ends) - today.getTime() < 180 * day)
    .map(({ ends, what, advice, source }) => {
      const verb = Date.parse(ends) + day <= today.getTime() ? "ended" : "ends";
      return `${what} ${verb} on ${ends}. ${advice} (${source})`;
    });
}
