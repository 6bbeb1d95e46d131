/** What the API as a whole says of payloads and of its own address. */
import type { ApiGatewayRestApiConfig } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { ApiSettings } from "./api-settings";

/**
 * Off is written down as well: to the provider, an absent attribute means "as it is", so that a
 * domain that is taken away would leave an API without any address.
 */
export function apiOptions({
  minimumCompressionSize,
  binaryMediaTypes,
  domain,
}: ApiSettings): Partial<ApiGatewayRestApiConfig> {
  return {
    minimumCompressionSize: String(minimumCompressionSize),
    binaryMediaTypes: [...binaryMediaTypes],
    disableExecuteApiEndpoint: domain !== undefined,
  };
}
