/** What the references of a synthesized stack come to in an account, as far as policies need it. */
import { account, region } from "./simulate";
import type { Config, Synthesis } from "./synthesize";

export const apiId = "a1b2c3d4e5";

const inRegion = (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

/** The ARN of a resource, by its type. */
export function arnOf(type: string, config: Config): string {
  const make = arns[type];
  if (make) return make(config);
  throw new Error(`no ARN is known of ${type}: add it to arns.ts`);
}

const functionArn = ({ function_name: name }: Config) => inRegion("lambda", `function:${name}`);
const groupArn = (name: string) => inRegion("logs", `log-group:${name}`);

const arns: Readonly<Record<string, (config: Config) => string>> = {
  aws_cloudwatch_dashboard: (one) =>
    `arn:aws:cloudwatch::${account}:dashboard/${one["dashboard_name"]}`,
  aws_cloudwatch_log_group: ({ name }) => groupArn(name),
  aws_cloudwatch_log_metric_filter: (one) => groupArn(one["log_group_name"]),
  aws_cloudwatch_metric_alarm: (one) => inRegion("cloudwatch", `alarm:${one["alarm_name"]}`),
  aws_dynamodb_table: ({ name }) => inRegion("dynamodb", `table/${name}`),
  aws_iam_role: ({ name }) => `arn:aws:iam::${account}:role/${name}`,
  aws_iam_role_policy: ({ role }) => `arn:aws:iam::${account}:role/${role}`,
  aws_lambda_alias: functionArn,
  aws_lambda_function: functionArn,
  aws_lambda_permission: functionArn,
};

/** The JSON with references replaced by what they come to in the account. */
export function resolved({ json }: Synthesis): Record<string, Record<string, Config>> {
  const value = (type: string, name: string, attribute: string): string => {
    const config = json.resource[type]?.[name];
    if (attribute === "execution_arn") return inRegion("execute-api", apiId);
    if (type === "aws_api_gateway_rest_api" && attribute === "id") return apiId;
    if (attribute === "arn") return arnOf(type, config);
    return fill(String(config?.[attribute] ?? `${type}.${name}.${attribute}`));
  };
  const fill = (text: string): string =>
    text.replaceAll(/\$\{(aws_\w+)\.([\w-]+)\.(\w+)\}/g, (_, type, name, attribute) =>
      value(type, name, attribute),
    );
  return JSON.parse(fill(JSON.stringify(json.resource)));
}
