/** The metrics of the parts that a request passes, from left to right: API, function, tables. */
import type { CommandOperation, Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";

/** One metric of CloudWatch, with the statistic that is looked at. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  /** Such as `Sum` or `p99`. */
  readonly statistic: string;
}

/** The names of the parts, as references to the stack's resources. */
export interface Parts {
  readonly apiName: string;
  readonly stageName: string;
  readonly functionName: string;
  /** By their logical names. */
  readonly tables: ReadonlyMap<string, TableParts>;
  /** Of the metrics that are counted in the function's log. */
  readonly namespace: string;
}

interface TableParts {
  readonly tableName: string;
  readonly globalIndexes: readonly string[];
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
export const apiMetric = (
  { apiName, stageName }: Parts,
  metricName: string,
  statistic: string,
): Metric => ({
  namespace: "AWS/ApiGateway",
  metricName,
  dimensions: { ApiName: apiName, Stage: stageName },
  statistic,
});

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export const functionMetric = (
  { functionName }: Parts,
  metricName: string,
  statistic: string,
): Metric => ({
  namespace: "AWS/Lambda",
  metricName,
  dimensions: { FunctionName: functionName },
  statistic,
});

/**
 * Of the table and of each global index, which CloudWatch counts apart.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export const tableMetrics = (
  { tableName, globalIndexes }: TableParts,
  metricName: string,
  statistic: string,
): Metric[] =>
  [{}, ...globalIndexes.map((name) => ({ GlobalSecondaryIndexName: name }))].map((index) => ({
    namespace: "AWS/DynamoDB",
    metricName,
    dimensions: { TableName: tableName, ...index },
    statistic,
  }));

/** One for each DynamoDB operation that the operation table uses. */
export const requestMetrics = (
  { tableName }: TableParts,
  metricName: string,
  statistic: string,
): Metric[] =>
  dynamodbOperations().map((operation) => ({
    namespace: "AWS/DynamoDB",
    metricName,
    dimensions: { TableName: tableName, Operation: operation },
    statistic,
  }));

/** Such as `PutItem`. */
function dynamodbOperations(): string[] {
  const rows = Object.values<Operation>(operations);
  const commands = rows.filter((row): row is CommandOperation => "Command" in row);
  const actions = commands.flatMap((row) => row.actions);
  return [...new Set(actions)].sort().map((action) => action.replace("dynamodb:", ""));
}
