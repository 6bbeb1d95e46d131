/** What the settings put in front of the stage: a domain, a firewall, API keys. */
import type { ApiGatewayStage } from "@cdktf/provider-aws/lib/api-gateway-stage";
import { Construct } from "constructs";
import type { RestApi } from "../api/rest-api";
import type { Settings } from "../settings/settings";
import { ApiKey } from "./api-key";
import { curlLine } from "./curl";
import { Domain } from "./domain";
import { Firewall } from "./firewall";

interface EntranceProps {
  /** A name in this environment. */
  readonly nameOf: (name: string) => string;
  readonly restApi: RestApi;
  readonly settings: Settings;
}

export class Entrance extends Construct {
  /** Outputs of the stack, by name. */
  readonly outputs: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, { nameOf, restApi, settings }: EntranceProps) {
    super(scope, id);
    const { stage, userPool } = restApi;
    const { logRetentionDays, api } = settings;
    const name = nameOf(api.name);
    if (api.waf) new Firewall(this, "waf", { name, stage, settings: api.waf, logRetentionDays });
    const domain = api.domain && new Domain(this, "domain", { stage, settings: api.domain });
    const url = `${domain?.url ?? stage.invokeUrl}${restApi.path}`;
    this.outputs = {
      invoke_url: url,
      curl: curlLine(url, settings),
      ...(api.auth === "apiKey" && createKeys(this, { nameOf, stage, settings })),
      ...(userPool && { user_pool_id: userPool.id, user_pool_client_id: userPool.clientId }),
      ...(domain && api.domain?.hostedZoneId === undefined && { domain_target: domain.target }),
    };
  }
}

interface KeysProps extends Pick<EntranceProps, "nameOf" | "settings"> {
  readonly stage: ApiGatewayStage;
}

/**
 * A key for each caller; that of the caller `default` has the API's own name.
 * @returns outputs
 */
function createKeys(scope: Construct, { nameOf, stage, settings }: KeysProps) {
  const { callers = { default: {} }, ...api } = settings.api;
  const outputs = Object.entries(callers).flatMap(([caller, limits]) => {
    const suffix = caller === "default" ? "" : `-${caller}`;
    const key = new ApiKey(scope, `key${suffix}`, {
      name: nameOf(`${api.name}${suffix}`),
      stage,
      settings: { ...api, ...limits },
    });
    const output = suffix.replaceAll("-", "_");
    return [
      [`api_key_id${output}`, key.id],
      [`api_key_command${output}`, showKey(key, settings)],
    ];
  });
  return Object.fromEntries(outputs);
}

/** The value itself is no output, since outputs are printed and get into logs. */
const showKey = ({ id }: ApiKey, { region }: Settings) =>
  `aws apigateway get-api-key --include-value --query value --output text --region ${region} --api-key ${id}`;
