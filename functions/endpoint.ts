/** Where DynamoDB is, as the environment says. */
import { partition } from "@aws-sdk/core/client";

/**
 * The service's endpoint (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html): the one that
 * `AWS_ENDPOINT_URL_DYNAMODB` or `AWS_ENDPOINT_URL` names, or the region's.
 * @throws Error when the environment names no region, or an endpoint that is no URL
 */
export function findEndpoint(): { readonly url: URL } {
  const { env } = process;
  const custom = env["AWS_ENDPOINT_URL_DYNAMODB"] || env["AWS_ENDPOINT_URL"];
  return { url: new URL(custom || `https://${regionalHost(readRegion(), env)}`) };
}

/** @throws Error when the environment names no region */
export function readRegion(): string {
  const name = process.env["AWS_REGION"];
  if (name && /^[a-z0-9-]{1,63}$/.test(name)) return name;
  throw new Error("Region is missing");
}

function regionalHost(region: string, env: NodeJS.ProcessEnv): string {
  const { name, dnsSuffix, dualStackDnsSuffix } = partition(region);
  const isDual = env["AWS_USE_DUALSTACK_ENDPOINT"] === "true";
  // GovCloud's usual endpoints are FIPS endpoints, without the name.
  const isFips = env["AWS_USE_FIPS_ENDPOINT"] === "true" && (isDual || name !== "aws-us-gov");
  return `dynamodb${isFips ? "-fips" : ""}.${region}.${isDual ? dualStackDnsSuffix : dnsSuffix}`;
}
