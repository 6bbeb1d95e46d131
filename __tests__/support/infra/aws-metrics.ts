/** Metrics of AWS for alarms and the dashboard, as AWS's pages list them: those of an API, a function and a table. */

export const awsMetrics: Readonly<
  Record<string, { readonly page: string; readonly names: readonly string[] }>
> = {
  "AWS/ApiGateway": {
    page: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html",
    names: [
      "4XXError",
      "5XXError",
      "CacheHitCount",
      "CacheMissCount",
      "Count",
      "IntegrationLatency",
      "Latency",
    ],
  },
  "AWS/Lambda": {
    page: "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
    names: [
      "AsyncEventAge",
      "AsyncEventsDropped",
      "AsyncEventsReceived",
      "ConcurrentExecutions",
      "DeadLetterErrors",
      "DestinationDeliveryFailures",
      "Duration",
      "Errors",
      "Invocations",
      "PostRuntimeExtensionsDuration",
      "ProvisionedConcurrencyInvocations",
      "ProvisionedConcurrencySpilloverInvocations",
      "ProvisionedConcurrencyUtilization",
      "ProvisionedConcurrentExecutions",
      "RecursiveInvocationsDropped",
      "Throttles",
    ],
  },
  "AWS/DynamoDB": {
    page: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html",
    names: [
      "ConditionalCheckFailedRequests",
      "ConsumedReadCapacityUnits",
      "ConsumedWriteCapacityUnits",
      "OnDemandMaxReadRequestUnits",
      "OnDemandMaxWriteRequestUnits",
      "OnlineIndexConsumedWriteCapacity",
      "OnlineIndexPercentageProgress",
      "OnlineIndexThrottleEvents",
      "ReadThrottleEvents",
      "ReturnedItemCount",
      "SuccessfulRequestLatency",
      "SystemErrors",
      "ThrottledRequests",
      "TimeToLiveDeletedItemCount",
      "TransactionConflict",
      "WriteThrottleEvents",
    ],
  },
};

/** The dimensions of a metric, each a set that AWS publishes. The same pages list them. */
export const awsDimensions: Readonly<Record<string, readonly string[]>> = {
  "AWS/ApiGateway": ["ApiName,Stage"],
  "AWS/Lambda": ["FunctionName"],
  "AWS/DynamoDB": ["TableName"],
  "AWS/DynamoDB ConsumedReadCapacityUnits": ["TableName", "GlobalSecondaryIndexName,TableName"],
  "AWS/DynamoDB ConsumedWriteCapacityUnits": ["TableName", "GlobalSecondaryIndexName,TableName"],
  "AWS/DynamoDB ReadThrottleEvents": ["TableName", "GlobalSecondaryIndexName,TableName"],
  "AWS/DynamoDB WriteThrottleEvents": ["TableName", "GlobalSecondaryIndexName,TableName"],
  "AWS/DynamoDB SuccessfulRequestLatency": ["Operation,TableName"],
  "AWS/DynamoDB ReturnedItemCount": ["Operation,TableName"],
  "AWS/DynamoDB SystemErrors": ["Operation,TableName"],
  "AWS/DynamoDB ThrottledRequests": ["Operation,TableName"],
};
