/** The settings that local mode does not act on, found in the synthesized Terraform. */
import type { SettingsInput } from "../../../infra/settings/settings";
import { readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { type Synthesis, synthesize } from "../../support/infra/synthesize";
import { type Variant, variant } from "../../support/infra/variants";

const inactiveIn = ({ json }: Synthesis) => readService(parseTerraform(json, "/")).inactive;

function inactiveAfter(change: (synthesized: Synthesis) => void) {
  const synthesized = synthesize();
  change(synthesized);
  return inactiveIn(synthesized);
}

const always = inactiveIn(variant("default"));
/** What a change adds to the list. */
const added = (all: readonly string[]) => all.filter((name) => !always.includes(name));

test("the list of the default service has encryption, permissions, logs, tags and traces", () => {
  const some = ["encryption at rest", "IAM permissions", "log groups", "tags", "X-Ray tracing"];
  expect(always).toStrictEqual(expect.arrayContaining(some));
  expect(new Set(always).size).toBe(always.length);
});

test.each<[Variant, readonly string[]]>([
  ["prod", ["deletion protection", "point-in-time recovery"]],
  ["several tables", ["TTL"]],
  ["firewall", ["firewall"]],
  ["domain", ["custom domain"]],
  ["API key", ["usage plan"]],
  ["user pool", ["user pool"]],
])("the variant %s adds %j to the list", (name, expected) => {
  expect(added(inactiveIn(variant(name)))).toStrictEqual(expect.arrayContaining([...expected]));
});

test("settings of the API that local mode acts on are not in the list, others are", () => {
  const api: SettingsInput["api"] = {
    binaryMediaTypes: ["image/png"],
    minimumCompressionSize: 0,
    securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
  };
  expect(added(inactiveIn(synthesize({ api })))).toStrictEqual(["TLS policy"]);
});

test.each<[string, (synthesized: Synthesis) => void, readonly string[]]>([
  [
    "a resource",
    ({ json }) => {
      json.resource.aws_sns_topic = { topic: { name: "a" } };
    },
    ["sns topic"],
  ],
  [
    "an alarm",
    ({ json }) => {
      json.resource.aws_cloudwatch_metric_alarm = { alarm: { name: "a" } };
    },
    ["alarms"],
  ],
  [
    "a firewall that is not of the settings",
    ({ json }) => {
      json.resource.aws_wafv2_web_acl = { acl: { name: "a" } };
    },
    ["firewall"],
  ],
  [
    "an argument",
    ({ one }) => {
      one("aws_lambda_function")["layers"] = ["arn"];
    },
    ["lambda function: layers"],
  ],
  [
    "an argument of a block",
    ({ one }) => {
      one("aws_api_gateway_method_settings")["settings"].caching_enabled = true;
    },
    ["api gateway method settings: settings caching enabled"],
  ],
  [
    "another value of an argument",
    ({ one }) => {
      one("aws_api_gateway_method_settings")["method_path"] = "a/GET";
    },
    ["api gateway method settings: method path"],
  ],
  [
    "tags of a resource",
    ({ one }) => {
      one("aws_lambda_function")["tags"] = { a: "b" };
    },
    [], // the list has tags already
  ],
])("%s that local mode does not know is in the list", (_, change, expected) => {
  expect(added(inactiveAfter(change))).toStrictEqual(expected);
});

test("what is switched off is not in the list", () => {
  const all = inactiveAfter(({ one }) => {
    one("aws_lambda_function")["tracing_config"] = { mode: "PassThrough" };
    one("aws_dynamodb_table")["server_side_encryption"] = { enabled: false };
    one("aws_dynamodb_table")["ttl"] = { attribute_name: "expires", enabled: false };
    one("aws_dynamodb_table")["tags"] = {};
    one("aws_api_gateway_method_settings")["settings"].logging_level = "OFF";
  });
  const gone = ["X-Ray tracing", "encryption at rest"];
  expect(all).toStrictEqual(always.filter((name) => !gone.includes(name)));
});
