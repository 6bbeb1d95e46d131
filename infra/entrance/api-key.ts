/** A caller's API key for `auth: "apiKey"`, with the usage plan that limits it. */
import { ApiGatewayApiKey } from "@cdktf/provider-aws/lib/api-gateway-api-key";
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { ApiGatewayUsagePlan } from "@cdktf/provider-aws/lib/api-gateway-usage-plan";
import { ApiGatewayUsagePlanKey } from "@cdktf/provider-aws/lib/api-gateway-usage-plan-key";
import { Construct } from "constructs";
import type { ApiSettings } from "../settings/api";

interface ApiKeyProps {
  readonly name: string;
  readonly stage: ApiGatewayStage;
  readonly settings: Pick<ApiSettings, "quota" | "rateLimit" | "burstLimit">;
}

export class ApiKey extends Construct {
  /** The key's id, which is no secret. Its value is only in AWS and in Terraform's state. */
  readonly id: string;

  constructor(scope: Construct, id: string, { name, stage, settings }: ApiKeyProps) {
    super(scope, id);
    const key = new ApiGatewayApiKey(this, "key", {
      name,
      description: "Lets its owner call the API",
    });
    const plan = new ApiGatewayUsagePlan(this, "plan", {
      name,
      description: "Quota and rates of the API's key",
      apiStages: [{ apiId: stage.restApiId, stage: stage.stageName }],
      quotaSettings: { limit: settings.quota.limit, period: settings.quota.period },
      throttleSettings: { rateLimit: settings.rateLimit, burstLimit: settings.burstLimit },
    });
    // The provider does not treat the value as secret here: a plan that removes this resource prints it.
    new ApiGatewayUsagePlanKey(this, "plan-key", {
      keyId: key.id,
      keyType: "API_KEY",
      usagePlanId: plan.id,
    });
    this.id = key.id;
  }
}
