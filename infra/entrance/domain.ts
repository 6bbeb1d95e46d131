/** A custom domain for the stage, with TLS 1.2 or newer. */
import { ApiGatewayBasePathMapping } from "@cdktf/provider-aws/lib/api-gateway-base-path-mapping";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name";
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { DomainSettings } from "../settings/entrance";

interface DomainProps {
  readonly stage: ApiGatewayStage;
  readonly settings: DomainSettings;
}

export class Domain extends Construct {
  /** Without the stage's name, which the mapping adds. */
  readonly url: string;
  /** Where DNS must point the name. */
  readonly target: { readonly name: string; readonly hosted_zone_id: string };

  constructor(scope: Construct, id: string, { stage, settings }: DomainProps) {
    super(scope, id);
    const domain = new ApiGatewayDomainName(this, "name", {
      domainName: settings.name,
      regionalCertificateArn: settings.certificateArn,
      endpointConfiguration: { types: ["REGIONAL"], ipAddressType: "dualstack" },
      securityPolicy: "TLS_1_2",
    });
    new ApiGatewayBasePathMapping(this, "mapping", {
      domainName: domain.domainName,
      apiId: stage.restApiId,
      stageName: stage.stageName,
    });
    this.url = `https://${settings.name}`;
    this.target = { name: domain.regionalDomainName, hosted_zone_id: domain.regionalZoneId };
    if (settings.hostedZoneId !== undefined) this.createRecords(domain, settings.hostedZoneId);
  }

  private createRecords(domain: ApiGatewayDomainName, zoneId: string): void {
    for (const type of ["A", "AAAA"]) {
      new Route53Record(this, type, {
        zoneId,
        name: domain.domainName,
        type,
        alias: {
          name: domain.regionalDomainName,
          zoneId: domain.regionalZoneId,
          evaluateTargetHealth: false,
        },
      });
    }
  }
}
