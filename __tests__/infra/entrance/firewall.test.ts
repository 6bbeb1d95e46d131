/** The firewall in front of the stage: what it blocks, and what it counts. */
import { variant } from "../../support/infra/variants";

const { all, one } = variant("firewall");
const acl = one("aws_wafv2_web_acl");

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly statement: object;
}

test("a request that no rule blocks is allowed", () => {
  expect(acl).toMatchObject({
    name: "DynamoDBOperations-dev",
    scope: "REGIONAL",
    default_action: { allow: {} },
  });
});

test("an address with too many requests is blocked", () => {
  const [rule] = (acl["rule"] as Rule[]).filter(({ name }) => name === "requests-per-address");
  expect(rule).toMatchObject({
    action: { block: {} },
    statement: {
      rate_based_statement: { limit: 100, aggregate_key_type: "IP", evaluation_window_sec: 300 },
    },
  });
});

test("known bad inputs are blocked, by AWS's own group of rules", () => {
  const [rule] = (acl["rule"] as Rule[]).filter(({ name }) => name === "known-bad-inputs");
  expect(rule).toMatchObject({
    override_action: { none: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: "AWS",
        name: "AWSManagedRulesKnownBadInputsRuleSet",
      },
    },
  });
});

test("as much of a body is read as WAF can, and what the function would refuse as too large is blocked", () => {
  expect(acl["association_config"]).toMatchObject({
    request_body: [{ api_gateway: { default_size_inspection_limit: "KB_64" } }],
  });
  const [rule] = (acl["rule"] as Rule[]).filter(({ name }) => name === "large-bodies");
  const { regex_string, field_to_match } = Object.values(rule?.statement ?? {})[0];
  expect(field_to_match).toStrictEqual({ single_header: { name: "content-length" } });
  const blocks = (length: number) => new RegExp(regex_string).test(`${length}`);
  const accepted = [0, 9, 99, 400_000, 1024 * 1024];
  const refused = [1_100_000, 1_999_999, 2_000_000, 9_999_999, 10_000_000];
  expect(accepted.filter(blocks)).toStrictEqual([]);
  expect(refused.filter(blocks)).toStrictEqual(refused);
});

test("no two rules have the same priority", () => {
  const priorities = (acl["rule"] as Rule[]).map(({ priority }) => priority);
  expect(new Set(priorities).size).toBe(acl["rule"].length);
});

test("each rule is counted by itself, and no request is kept as a sample, unredacted", () => {
  const counted = [acl, ...acl["rule"]].map(({ visibility_config }) => visibility_config);
  const names = [
    "DynamoDBOperations-dev",
    "requests-per-address",
    "large-bodies",
    "known-bad-inputs",
  ];
  expect(counted).toStrictEqual(
    names.map((metric_name) => ({
      metric_name,
      cloudwatch_metrics_enabled: true,
      sampled_requests_enabled: false,
    })),
  );
});

test("every request to the stage passes the firewall, and what it blocks is logged from the first on", () => {
  const [[aclAddress]] = all("aws_wafv2_web_acl") as [[string, object]];
  const [[logging]] = all("aws_wafv2_web_acl_logging_configuration") as [[string, object]];
  expect(one("aws_wafv2_web_acl_association")).toMatchObject({
    resource_arn: expect.stringMatching(/^\$\{aws_api_gateway_stage\.\w+\.arn\}$/),
    web_acl_arn: `\${aws_wafv2_web_acl.${aclAddress}.arn}`,
    depends_on: [`aws_wafv2_web_acl_logging_configuration.${logging}`],
  });
});

test("by default there is no firewall", () => {
  const { json } = variant("default");
  expect(Object.keys(json.resource).filter((type) => type.startsWith("aws_wafv2"))).toStrictEqual(
    [],
  );
  expect(json).not.toHaveProperty("data");
});
