/** What the settings ask of the AWS provider: which versions of it have what the stack describes. */
import type { Settings } from "./settings";

/** Lambda's runtimes that the function runs on, the default one first, and the provider that first knew each. */
const runtimeSince = { "nodejs24.x": "6.21.0", "nodejs22.x": "5.100.0" } as const;

export type Runtime = keyof typeof runtimeSince;
export const runtimes = Object.keys(runtimeSince) as [Runtime, ...Runtime[]];

/** Those of regional APIs without TLS 1.0 and 1.1. */
export const securityPolicies = [
  "SecurityPolicy_TLS13_1_3_2025_09",
  "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
  "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
  "SecurityPolicy_TLS13_1_2_2021_06",
] as const;

export type SecurityPolicy = (typeof securityPolicies)[number];
const securityPolicySince = "6.66.0";

/** The next major version may mean something else by the same words. */
const before = "7.0.0";

/** Terraform's range for `required_providers`; the bindings alone would pin the one version that they are made of. */
export function providerVersions({ function: { runtime }, api }: Settings): string {
  const since = api.securityPolicy ? securityPolicySince : runtimeSince[runtime];
  return `>= ${since}, < ${before}`;
}
