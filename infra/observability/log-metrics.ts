/** Metrics that CloudWatch counts in the function's log, so that the function itself does not count. */
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type { Construct } from "constructs";
import { operations } from "../../functions/operations";
import type { Metric, Parts } from "./metrics";

interface LogMetricsProps {
  readonly logGroupName: string;
  readonly namespace: string;
  readonly nameOf: (name: string) => string;
}

/**
 * Both patterns match the line that the handler writes for each request.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function createLogMetrics(scope: Construct, props: LogMetricsProps): void {
  const { logGroupName, namespace, nameOf } = props;
  const common = { namespace, value: "1" };
  new CloudwatchLogMetricFilter(scope, "operations", {
    name: nameOf("operations"),
    logGroupName,
    pattern: '{ $.operation = "*" }', // the name of a row, never what a caller sent
    metricTransformation: {
      ...common,
      name: requests,
      dimensions: { Operation: "$.operation" },
    },
  });
  new CloudwatchLogMetricFilter(scope, "server-errors", {
    name: nameOf("server-errors"),
    logGroupName,
    pattern: "{ $.status >= 500 }",
    metricTransformation: { ...common, name: serverErrors },
  });
}

const requests = "Requests";
const serverErrors = "ServerErrors";

/** Requests of each row of the operation table. */
export const operationMetrics = ({ namespace }: Parts): Metric[] =>
  Object.keys(operations).map((name) => ({
    namespace,
    metricName: requests,
    dimensions: { Operation: name },
    statistic: "Sum",
  }));

/** Lambda's own metric `Errors` also counts the mistakes of direct callers. */
export const serverErrorMetric = ({ namespace }: Parts): Metric => ({
  namespace,
  metricName: serverErrors,
  statistic: "Sum",
});
