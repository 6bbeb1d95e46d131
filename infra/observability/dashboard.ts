/** The dashboard: a request's path from left to right, and below it how often each operation is used. */
import { operationMetrics, serverErrorMetric } from "./log-metrics";
import {
  apiMetric,
  functionMetric,
  type Metric,
  type Parts,
  requestMetrics,
  tableMetrics,
} from "./metrics";

interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
}

/** The grid of a dashboard has 24 columns. */
const width = 24;
const height = 6;

/**
 * The body of a dashboard as JSON.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(parts: Parts, region: string): string {
  const widgets = rows(parts).flatMap((graphs, y) =>
    graphs.map((graph, x) => ({
      type: "metric",
      x: (x * width) / graphs.length,
      y: y * height,
      width: width / graphs.length,
      height,
      properties: {
        title: graph.title,
        view: "timeSeries",
        region,
        period: 300,
        metrics: graph.metrics.map(line),
      },
    })),
  );
  return JSON.stringify({ widgets });
}

function rows(parts: Parts): readonly (readonly Graph[])[] {
  const tables = [...parts.tables.values()];
  return [
    [
      {
        title: "1. Requests",
        metrics: ["Count", "4XXError", "5XXError"].map((name) => apiMetric(parts, name, "Sum")),
      },
      {
        title: "2. API Gateway: latency, with and without the gateway's part (p99)",
        metrics: ["Latency", "IntegrationLatency"].map((name) => apiMetric(parts, name, "p99")),
      },
      {
        title: "3. Function: duration (p99), concurrency, refusals, errors",
        metrics: [
          functionMetric(parts, "Duration", "p99"),
          functionMetric(parts, "ConcurrentExecutions", "Maximum"),
          functionMetric(parts, "Throttles", "Sum"),
          serverErrorMetric(parts),
        ],
      },
      {
        title: "4. DynamoDB: latency of each operation (p99)",
        metrics: tables.flatMap((table) =>
          requestMetrics(table, "SuccessfulRequestLatency", "p99"),
        ),
      },
    ],
    [
      { title: "Requests by operation", metrics: operationMetrics(parts) },
      {
        title: "Tables and indexes: capacity used, requests refused",
        metrics: tables.flatMap((table) =>
          tableMetricNames.flatMap((name) => tableMetrics(table, name, "Sum")),
        ),
      },
    ],
  ];
}

const tableMetricNames = [
  "ConsumedReadCapacityUnits",
  "ConsumedWriteCapacityUnits",
  "ReadThrottleEvents",
  "WriteThrottleEvents",
];

/** Namespace, name, then the dimensions as names and values. */
const line = ({ namespace, metricName, dimensions = {}, statistic }: Metric) => [
  namespace,
  metricName,
  ...Object.entries(dimensions).flat(),
  { stat: statistic },
];
