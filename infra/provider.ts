/** The versions of the AWS provider that support the stack's settings. */
import type { Runtime } from "./settings/function";
import type { Settings } from "./settings/settings";

/** The first provider that knows each runtime. */
const runtimeSince: Readonly<Record<Runtime, string>> = {
  "nodejs24.x": "6.21.0",
  "nodejs22.x": "5.100.0",
};

const securityPolicySince = "6.66.0";

/** The next major version may give an attribute another meaning. */
const before = "7.0.0";

/** Terraform's range for `required_providers`. The bindings would pin the one version they were generated from. */
export function providerVersions({ function: { runtime }, api }: Settings): string {
  const since = api.securityPolicy ? securityPolicySince : runtimeSince[runtime];
  return `>= ${since}, < ${before}`;
}
