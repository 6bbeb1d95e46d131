/** Settings that become arguments of the REST API itself. */
import type { SettingsInput } from "../../../infra/settings/settings";
import { synthesize } from "../../support/infra/synthesize";

const apiOf = (api?: SettingsInput["api"]) => synthesize({ api }).one("aws_api_gateway_rest_api");

test("settings that are off are written, or the provider would leave them on", () => {
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

const securityPolicy = "SecurityPolicy_TLS13_1_3_2025_09";

test("a TLS policy is set with the access mode that AWS requires", () => {
  expect(apiOf({ securityPolicy })).toMatchObject({
    security_policy: securityPolicy,
    endpoint_access_mode: "BASIC",
  });
  expect(Object.keys(apiOf())).not.toContain("endpoint_access_mode"); // which older providers refuse
});
