/** What the settings ask of the AWS provider: which versions of it have what the stack describes. */
import type { Runtime } from "./settings/function";
import type { Settings } from "./settings/settings";

/** The provider that first knew each runtime. */
const runtimeSince: Readonly<Record<Runtime, string>> = {
  "nodejs24.x": "6.21.0",
  "nodejs22.x": "5.100.0",
};

const securityPolicySince = "6.66.0";

/** The next major version may mean something else by the same words. */
const before = "7.0.0";

/** Terraform's range for `required_providers`; the bindings alone would pin the one version that they are made of. */
export function providerVersions({ function: { runtime }, api }: Settings): string {
  const since = api.securityPolicy ? securityPolicySince : runtimeSince[runtime];
  return `>= ${since}, < ${before}`;
}
