/** The settings that local mode does not act on, found in the synthesized Terraform. */
import type { SettingsInput } from "../../../infra/settings/settings";
import { readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { type Synthesis, synthesize } from "../../support/infra/synthesize";
import { type Variant, variant, variantNames } from "../../support/infra/variants";

const inactiveIn = ({ json }: Synthesis) => readService(parseTerraform(json, "/")).inactive;

function inactiveAfter(change: (synthesized: Synthesis) => void) {
  const synthesized = synthesize();
  change(synthesized);
  return inactiveIn(synthesized);
}

const always = inactiveIn(variant("default"));
/** What a change adds to the list. */
const added = (all: readonly string[]) => all.filter((name) => !always.includes(name));

test("of the default service it is this", () => {
  expect(always).toStrictEqual([
    "encryption at rest",
    "IAM permissions",
    "log groups",
    "runtime and architecture",
    "tags",
    "throughput limits",
    "X-Ray tracing",
  ]);
});

test.each<[Variant, readonly string[]]>([
  ["prod", ["deletion protection", "point-in-time recovery"]],
  ["several tables", ["TTL"]],
  ["firewall", ["firewall"]],
  ["domain", ["custom domain"]],
  ["API key", ["usage plan"]],
  ["user pool", ["user pool"]],
  ["own limits", []],
])("the settings of the variant %s add to it %j", (name, expected) => {
  expect(added(inactiveIn(variant(name)))).toStrictEqual(expected);
});

test("settings of the API that local mode acts on are not in it, others are", () => {
  const api: SettingsInput["api"] = {
    binaryMediaTypes: ["image/png"],
    minimumCompressionSize: 0,
    securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
  };
  expect(added(inactiveIn(synthesize({ api })))).toStrictEqual(["TLS policy"]);
});

test("everything that the settings can synthesize has a name for people", () => {
  const all = variantNames.flatMap((name) => inactiveIn(variant(name)));
  expect(all.filter((name) => name.includes("_"))).toStrictEqual([]);
});

test.each<[string, (synthesized: Synthesis) => void, readonly string[]]>([
  [
    "a resource",
    ({ json }) => {
      json.resource.aws_sns_topic = { topic: { name: "a" } };
    },
    ["sns_topic"],
  ],
  [
    "an alarm",
    ({ json }) => {
      json.resource.aws_cloudwatch_metric_alarm = { alarm: { name: "a" } };
    },
    ["alarms"],
  ],
  [
    "an argument",
    ({ one }) => {
      one("aws_lambda_function")["layers"] = ["arn"];
    },
    ["lambda_function.layers"],
  ],
  [
    "an argument of a block",
    ({ one }) => {
      one("aws_api_gateway_method_settings")["settings"].caching_enabled = true;
    },
    ["api_gateway_method_settings.settings.caching_enabled"],
  ],
  [
    "another value of an argument",
    ({ one }) => {
      one("aws_api_gateway_method_settings")["method_path"] = "a/GET";
    },
    ["api_gateway_method_settings.method_path"],
  ],
  [
    "tags of a resource",
    ({ one }) => {
      one("aws_lambda_function")["tags"] = { a: "b" };
    },
    [],
  ],
])("%s that local mode does not know is in it", (_, change, expected) => {
  expect(added(inactiveAfter(change))).toStrictEqual(expected);
});

test("what is switched off is not in it", () => {
  const all = inactiveAfter(({ one }) => {
    one("aws_lambda_function")["tracing_config"] = { mode: "PassThrough" };
    one("aws_dynamodb_table")["server_side_encryption"] = { enabled: false };
    one("aws_dynamodb_table")["tags"] = {};
  });
  const gone = ["X-Ray tracing", "encryption at rest"];
  expect(all).toStrictEqual(always.filter((name) => !gone.includes(name)));
});
