/** Rules about logs, traces, metrics and alarms. */
import { type Context, type Rule, refersTo } from "./rule";

export const observabilityOn: readonly Rule[] = [
  {
    id: "CKV_AWS_66",
    type: "aws_cloudwatch_log_group",
    says: "every log group has a retention",
    holds: ({ retention_in_days }) => Number.isInteger(retention_in_days) && retention_in_days > 0,
  },
  {
    id: "log of the function",
    type: "aws_lambda_function",
    says: "the function's log group is declared",
    holds: ({ logging_config }, { all }) =>
      all("aws_cloudwatch_log_group").some(([address]) =>
        refersTo(logging_config.log_group, "aws_cloudwatch_log_group", address),
      ),
  },
  {
    id: "log of API Gateway",
    type: "aws_api_gateway_method_settings",
    says: "API Gateway's own log group is declared, and created before API Gateway would do it",
    holds: ({ settings, depends_on = [] }, { all }) =>
      settings.logging_level === "OFF" ||
      all("aws_cloudwatch_log_group").some(
        ([address, { name }]) =>
          /^API-Gateway-Execution-Logs_\$\{aws_api_gateway_rest_api\.\w+\.id\}\/[\w-]+$/.test(
            name,
          ) && depends_on.includes(`aws_cloudwatch_log_group.${address}`),
      ),
  },
  {
    id: "missing data",
    type: "aws_cloudwatch_metric_alarm",
    says: "no requests are no alarm",
    when: ({ observability, alarms }) => observability !== "off" || alarms !== undefined,
    holds: ({ treat_missing_data }) => treat_missing_data === "notBreaching",
  },
  {
    id: "CKV_AWS_319",
    type: "aws_cloudwatch_metric_alarm",
    says: "alarms are sent to the topic of the settings, also when they end",
    when: ({ alarms }) => alarms !== undefined,
    holds: (alarm, { settings }) =>
      [alarm["alarm_actions"], alarm["ok_actions"]].every(
        (actions) => actions?.join() === settings.alarms?.topicArn,
      ),
  },
];

export const observabilityInProduction: readonly Rule[] = [
  {
    id: "CKV_AWS_338",
    type: "aws_cloudwatch_log_group",
    says: "logs are kept for a year",
    holds: ({ retention_in_days }) => retention_in_days >= 365,
  },
  {
    id: "CKV_AWS_76",
    type: "aws_api_gateway_stage",
    says: "the stage writes an access log of JSON, in which every value is a text",
    holds: ({ access_log_settings: log }, { all }) =>
      all("aws_cloudwatch_log_group").some(([address]) =>
        refersTo(log?.destination_arn, "aws_cloudwatch_log_group", address),
      ) &&
      Object.values(JSON.parse(log.format)).every((value) =>
        /^\$context(\.[a-zA-Z]+)+$/.test(String(value)),
      ),
  },
  {
    id: "access log",
    type: "aws_api_gateway_stage",
    says: "the access log says who called what with which result, but no path and no user agent",
    holds: ({ access_log_settings: log }) => {
      const values = Object.values(JSON.parse(log?.format ?? "{}"));
      return (
        accessValues.every((value) => values.includes(`$context.${value}`)) &&
        !values.some((value) =>
          /userAgent|\$context\.path$|customDomain|\$context\.protocol/.test(String(value)),
        )
      );
    },
  },
  {
    id: "CKV_AWS_73",
    type: "aws_api_gateway_stage",
    says: "the stage is traced",
    holds: ({ xray_tracing_enabled }) => xray_tracing_enabled === true,
  },
  {
    id: "CKV2_AWS_4",
    type: "aws_api_gateway_method_settings",
    says: "API Gateway measures every method, and logs its errors",
    holds: ({ settings }) =>
      settings.metrics_enabled === true && settings.logging_level === "ERROR",
  },
  ...["5XXError", "4XXError", "Latency", "ServerErrors", "Throttles", "Duration"].map(alarmOn),
  ...["ReadThrottleEvents", "WriteThrottleEvents", "SystemErrors"].map(tableAlarmOn),
  {
    id: "dashboard",
    type: "aws_cloudwatch_dashboard",
    says: "there is one dashboard",
    holds: (_, { all }) => all("aws_cloudwatch_dashboard").length === 1,
  },
];

const accessValues = [
  "requestId",
  "identity.userArn",
  "authorizer.claims.sub",
  "identity.apiKeyId",
  "identity.sourceIp",
  "resourcePath",
  "httpMethod",
  "status",
  "responseLatency",
  "integration.latency",
];

function alarmOn(metric: string): Rule {
  return {
    id: `alarm ${metric}`,
    type: "aws_api_gateway_stage",
    says: `${metric} raises an alarm`,
    holds: (_, { all }) => alarmsOn(metric, all).length > 0,
  };
}

function tableAlarmOn(metric: string): Rule {
  return {
    id: `alarm ${metric}`,
    type: "aws_dynamodb_table",
    says: `${metric} of the table raises an alarm`,
    holds: (_, { address, all }) =>
      alarmsOn(metric, all).some((text) => text.includes(`\${aws_dynamodb_table.${address}.name}`)),
  };
}

/** The alarms on a metric, as JSON. */
const alarmsOn = (metric: string, all: Context["all"]): readonly string[] =>
  all("aws_cloudwatch_metric_alarm")
    .map(([, alarm]) => JSON.stringify(alarm))
    .filter((text) => text.includes(`"metric_name":"${metric}"`));
