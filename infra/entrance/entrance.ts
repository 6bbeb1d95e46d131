/** What the settings put in front of the stage: a domain, a firewall, an API key. */
import { Construct } from "constructs";
import type { RestApi } from "../api/rest-api";
import type { Settings } from "../settings/settings";
import { ApiKey } from "./api-key";
import { curlLine } from "./curl";
import { Domain } from "./domain";
import { Firewall } from "./firewall";

interface EntranceProps {
  readonly name: string;
  readonly restApi: RestApi;
  readonly settings: Settings;
}

export class Entrance extends Construct {
  /** Outputs of the stack, by name. */
  readonly outputs: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, { name, restApi, settings }: EntranceProps) {
    super(scope, id);
    const { stage, userPool } = restApi;
    const { logRetentionDays, api } = settings;
    if (api.waf) new Firewall(this, "waf", { name, stage, settings: api.waf, logRetentionDays });
    const domain = api.domain && new Domain(this, "domain", { stage, settings: api.domain });
    const key = api.auth === "apiKey" && new ApiKey(this, "key", { name, stage, settings: api });
    const url = `${domain?.url ?? stage.invokeUrl}${restApi.path}`;
    this.outputs = {
      invoke_url: url,
      curl: curlLine(url, settings),
      ...(key && { api_key_id: key.id, api_key_command: showKey(key, settings) }),
      ...(userPool && { user_pool_id: userPool.id, user_pool_client_id: userPool.clientId }),
      ...(domain && api.domain?.hostedZoneId === undefined && { domain_target: domain.target }),
    };
  }
}

/** The value itself is no output, since outputs are printed and get into logs. */
const showKey = ({ id }: ApiKey, { region }: Settings) =>
  `aws apigateway get-api-key --include-value --query value --output text --region ${region} --api-key ${id}`;
