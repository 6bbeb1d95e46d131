import type { SettingsInput } from "../../infra/settings";
import { synthesize } from "./synthesize";

const apiOf = (api?: SettingsInput["api"]) => synthesize({ api }).one("aws_api_gateway_rest_api");

test("what is off is written down as off, or the provider would leave it on", () => {
  expect(apiOf()).toMatchObject({
    minimum_compression_size: "-1",
    binary_media_types: [],
  });
});

test("answers are compressed from the size that is set", () => {
  expect(apiOf({ minimumCompressionSize: 0 })).toMatchObject({ minimum_compression_size: "0" });
});

test("binary media types are passed on", () => {
  const binaryMediaTypes = ["image/png", "application/zip"];
  expect(apiOf({ binaryMediaTypes })).toMatchObject({ binary_media_types: binaryMediaTypes });
});

test.each<SettingsInput["api"]>([
  { minimumCompressionSize: 0 },
  { binaryMediaTypes: ["image/png"] },
])("%j is deployed", (api) => {
  const trigger = (one: ReturnType<typeof synthesize>) =>
    one.one("aws_api_gateway_deployment")["triggers"];
  expect(trigger(synthesize({ api }))).not.toEqual(trigger(synthesize()));
});
