/**
 * Takes the place of the SDK's whole credential chain in the bundle (see `infra/bundle.ts`):
 * on Lambda credentials are in the environment, and 130 kB of other providers never run.
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
