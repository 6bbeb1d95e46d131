/** AWS WAF in front of the stage: blocks floods, large bodies and known bad inputs, and logs what it blocks. */
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Construct } from "constructs";
import type { FirewallSettings } from "../settings/entrance";
import { logBlockedRequests } from "./firewall-logs";

interface FirewallProps {
  readonly name: string;
  readonly stage: ApiGatewayStage;
  readonly settings: FirewallSettings;
  readonly logRetentionDays: number;
}

export class Firewall extends Construct {
  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const { name, stage, settings, logRetentionDays } = props;
    const acl = new Wafv2WebAcl(this, "acl", {
      name,
      description: "Blocks known bad inputs and floods",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: [blockFloods(0, settings), blockLargeBodies(1), blockKnownBadInputs(2)],
      associationConfig: {
        requestBody: [{ apiGateway: { defaultSizeInspectionLimit: "KB_64" } }], // the most that WAF can see
      },
      visibilityConfig: visibility(name),
    });
    // The log must exist before the first request, or some blocked requests are not logged.
    const logs = logBlockedRequests(this, { name, acl, logRetentionDays });
    new Wafv2WebAclAssociation(this, "association", {
      resourceArn: stage.arn,
      webAclArn: acl.arn,
      dependsOn: [logs],
    });
  }
}

/** The bindings have no types for statements: this object is written to the JSON unchanged. */
const blockFloods = (priority: number, { rateLimit }: FirewallSettings): Wafv2WebAclRule => ({
  name: "requests-per-address",
  priority,
  action: { block: {} },
  statement: {
    rate_based_statement: {
      limit: rateLimit,
      aggregate_key_type: "IP",
      evaluation_window_sec: 300,
    },
  },
  visibilityConfig: visibility("requests-per-address"),
});

/**
 * The function refuses bodies above 1 MiB, and WAF sees only the beginning of a body, so its length
 * is read from the header: seven digits from 1,100,000, or more digits.
 */
const blockLargeBodies = (priority: number): Wafv2WebAclRule => ({
  name: "large-bodies",
  priority,
  action: { block: {} },
  statement: {
    regex_match_statement: {
      regex_string: "^(1[1-9][0-9]{5}|[2-9][0-9]{6}|[0-9]{8,})$",
      field_to_match: { single_header: { name: "content-length" } },
      text_transformation: [{ priority: 0, type: "NONE" }],
    },
  },
  visibilityConfig: visibility("large-bodies"),
});

/** https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html */
const blockKnownBadInputs = (priority: number): Wafv2WebAclRule => ({
  name: "known-bad-inputs",
  priority,
  overrideAction: { none: {} }, // the group's own actions, which block
  statement: {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name: "AWSManagedRulesKnownBadInputsRuleSet",
    },
  },
  visibilityConfig: visibility("known-bad-inputs"),
});

/** No sampled requests: they would show the headers that the log leaves out. */
const visibility = (metricName: string) => ({
  metricName,
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
