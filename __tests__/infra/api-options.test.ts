import type { ApiSettingsInput } from "../../infra/api-settings";
import { synthesize } from "./synthesize";

const apiOf = (api?: ApiSettingsInput) => synthesize({ api }).one("aws_api_gateway_rest_api");

test("what is off is written down as off, or the provider would leave it on", () => {
  expect(apiOf()).toMatchObject({
    minimum_compression_size: "-1",
    binary_media_types: [],
    disable_execute_api_endpoint: false,
  });
});

test("answers are compressed from the size that is set", () => {
  expect(apiOf({ minimumCompressionSize: 0 })).toMatchObject({ minimum_compression_size: "0" });
});

test("binary media types are passed on", () => {
  const binaryMediaTypes = ["image/png", "application/zip"];
  expect(apiOf({ binaryMediaTypes })).toMatchObject({ binary_media_types: binaryMediaTypes });
});
