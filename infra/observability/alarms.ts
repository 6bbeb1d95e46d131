/** The alarms: what a person has to look at, of the API, the function and each table. */
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { serverErrorMetric } from "./log-metrics";
import {
  apiMetric,
  functionMetric,
  type Metric,
  type Parts,
  requestMetrics,
  tableMetrics,
} from "./metrics";

interface AlarmsProps {
  readonly parts: Parts;
  readonly nameOf: (name: string) => string;
  /** Seconds. */
  readonly functionTimeout: number;
  /** ARN of an SNS topic. @default alarms are only shown */
  readonly topicArn?: string;
}

interface Alarm {
  readonly name: string;
  readonly description: string;
  /** Their sum is compared. */
  readonly metrics: readonly Metric[];
  /** The alarm is for values above it. */
  readonly threshold: number;
}

export function createAlarms(scope: Construct, { nameOf, topicArn, ...props }: AlarmsProps): void {
  const actions = topicArn === undefined ? undefined : [topicArn];
  for (const alarm of [...requestAlarms(props), ...tableAlarms(props.parts)].flatMap(split)) {
    new CloudwatchMetricAlarm(scope, alarm.name, {
      alarmName: nameOf(alarm.name),
      alarmDescription: alarm.description,
      comparisonOperator: "GreaterThanThreshold",
      threshold: alarm.threshold,
      ...twoOfThreePeriods,
      ...measure(alarm.metrics),
      treatMissingData: "notBreaching", // no requests are no problem
      alarmActions: actions,
      okActions: actions,
    });
  }
}

/** Seconds. */
const period = 300;

/** One bad moment is no alarm. */
const twoOfThreePeriods = { evaluationPeriods: 3, datapointsToAlarm: 2 };

type RequestProps = Omit<AlarmsProps, "nameOf" | "topicArn">;

const requestAlarms = (props: RequestProps) => [...apiAlarms(props), ...functionAlarms(props)];

function apiAlarms({ parts, functionTimeout }: RequestProps): Alarm[] {
  const slow = functionTimeout * 500; // half of it in milliseconds
  return [
    {
      name: "api-5xx",
      description: "More than 1 % of the requests end with a status of 500 or above.",
      metrics: [apiMetric(parts, "5XXError", "Average")],
      threshold: 0.01,
    },
    {
      name: "api-4xx",
      description: "More than 25 % of the requests are refused: a broken client, or an attack.",
      metrics: [apiMetric(parts, "4XXError", "Average")],
      threshold: 0.25,
    },
    {
      name: "api-latency",
      description: `1 % of the callers wait longer than ${slow} ms.`,
      metrics: [apiMetric(parts, "Latency", "p99")],
      threshold: slow,
    },
  ];
}

function functionAlarms({ parts, functionTimeout }: RequestProps): Alarm[] {
  const nearTimeout = functionTimeout * 800;
  return [
    {
      name: "function-server-errors",
      description: "The function's log has lines with a status of 500 or above.",
      metrics: [serverErrorMetric(parts)],
      threshold: 0,
    },
    {
      name: "function-throttles",
      description: "Lambda refuses invocations: the account's concurrency is used up.",
      metrics: [functionMetric(parts, "Throttles", "Sum")],
      threshold: 0,
    },
    {
      name: "function-duration",
      description: `1 % of the invocations take longer than ${nearTimeout} ms, 80 % of the timeout.`,
      metrics: [functionMetric(parts, "Duration", "p99")],
      threshold: nearTimeout,
    },
  ];
}

const tableAlarms = ({ tables }: Parts): Alarm[] =>
  [...tables].flatMap(([name, table]) => [
    {
      name: `${name}-read-throttles`,
      description: `DynamoDB refuses reads of ${name} or of its indexes: maxReadUnits, or one hot key.`,
      metrics: tableMetrics(table, "ReadThrottleEvents", "Sum"),
      threshold: 0,
    },
    {
      name: `${name}-write-throttles`,
      description: `DynamoDB refuses writes to ${name} or its indexes: maxWriteUnits, or one hot key.`,
      metrics: tableMetrics(table, "WriteThrottleEvents", "Sum"),
      threshold: 0,
    },
    {
      name: `${name}-system-errors`,
      description: `DynamoDB fails for ${name} with a status of 500: AWS's health page may say why.`,
      metrics: requestMetrics(table, "SystemErrors", "Sum"),
      threshold: 0,
    },
  ]);

/** Metrics that one alarm can add up. */
const maxMetrics = 10;

/** An alarm with too many metrics becomes several, each for a part of them. */
function split(alarm: Alarm): Alarm[] {
  const count = Math.ceil(alarm.metrics.length / maxMetrics);
  return Array.from({ length: count }, (_, i) => ({
    ...alarm,
    name: i === 0 ? alarm.name : `${alarm.name}-${i + 1}`,
    metrics: alarm.metrics.slice(i * maxMetrics, (i + 1) * maxMetrics),
  }));
}

function measure(metrics: readonly Metric[]): Partial<CloudwatchMetricAlarmConfig> {
  const [{ namespace, metricName, dimensions, statistic }, ...others] = metrics as [Metric];
  if (others.length === 0) {
    const percentile = statistic.startsWith("p");
    return {
      namespace,
      metricName,
      dimensions,
      period,
      ...(percentile
        ? { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }
        : { statistic }),
    };
  }
  const queries = metrics.map(({ statistic: stat, ...metric }, i) => ({
    id: `m${i}`,
    metric: { ...metric, period, stat },
  }));
  const sum = { id: "sum", expression: "SUM(METRICS())", label: "Sum", returnData: true };
  return { metricQuery: [sum, ...queries] };
}
