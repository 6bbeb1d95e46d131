/** The key of `auth: "apiKey"`, and the plan that says how much it is good for. */
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
  /** The key's id, which opens nothing. Its value stays in AWS and in Terraform's state. */
  readonly id: string;

  constructor(scope: Construct, id: string, { name, stage, settings }: ApiKeyProps) {
    super(scope, id);
    const key = new ApiGatewayApiKey(this, "key", { name, description: "Opens the API" });
    const plan = new ApiGatewayUsagePlan(this, "plan", {
      name,
      description: "What the API's key is good for",
      apiStages: [{ apiId: stage.restApiId, stage: stage.stageName }],
      quotaSettings: { limit: settings.quota.limit, period: settings.quota.period },
      throttleSettings: { rateLimit: settings.rateLimit, burstLimit: settings.burstLimit },
    });
    // To the provider the value is no secret here: a plan that removes this one prints it.
    new ApiGatewayUsagePlanKey(this, "plan-key", {
      keyId: key.id,
      keyType: "API_KEY",
      usagePlanId: plan.id,
    });
    this.id = key.id;
  }
}
