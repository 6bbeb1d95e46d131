/** The DynamoDB client and its time limits: three attempts of two seconds. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { fromEnv } from "@aws-sdk/credential-provider-env";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { exactNumber } from "./values/numbers";

/** Milliseconds, except `attempts`. A test compares them with the synthesized timeouts. */
export const limits = {
  connectionTimeout: 1000,
  requestTimeout: 2000,
  attempts: 3,
  /** Maximum sum of the SDK's waits between attempts: 1 s and 2 s after throttling. */
  backoff: 3000,
  /** First wait before the unprocessed entries of a batch are sent again; doubled each time. */
  batchWait: 50,
  /** The end of the function's time, in which no command runs, so that it can answer and log. */
  reserve: 500,
} as const;

/**
 * A document client. Region and endpoint come from the environment
 * (`AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`); credentials come only from the environment.
 */
export function createClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    credentials: fromEnv(),
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectionTimeout,
      requestTimeout: limits.requestTimeout,
      throwOnRequestTimeout: true, // without it the SDK only warns and waits on
      socketTimeout: limits.requestTimeout, // requestTimeout does not cover the body
    },
  });
  return DynamoDBDocumentClient.from(client, { unmarshallOptions: { wrapNumbers } });
}

/** The SDK accepts any returned value; its type is too narrow. */
const wrapNumbers = exactNumber as (text: string) => number;
