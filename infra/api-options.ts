/** What the API as a whole says of payloads. */
import type { ApiGatewayRestApiConfig } from "@cdktf/provider-aws/lib/api-gateway-rest-api";
import type { ApiSettings } from "./api-settings";

/** Off is written down as well: to the provider, an absent attribute means "as it is". */
export function apiOptions({
  minimumCompressionSize,
  binaryMediaTypes,
}: ApiSettings): Partial<ApiGatewayRestApiConfig> {
  return {
    minimumCompressionSize: String(minimumCompressionSize),
    binaryMediaTypes: [...binaryMediaTypes],
  };
}
