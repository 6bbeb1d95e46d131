/**
 * Replaces the SDK's credential provider chain in the bundle (see `infra/function/bundle.ts`).
 * Lambda puts credentials into the environment, so 130 kB of other providers would never run.
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
