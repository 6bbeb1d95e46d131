/** The one DynamoDB client of a container: patient for two seconds at a time, three times. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { fromEnv } from "@aws-sdk/credential-provider-env";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { exactNumber } from "./values/numbers";

/** Milliseconds, but for `attempts`; a test holds them against the synthesized timeouts. */
export const limits = {
  connectionTimeout: 1000,
  requestTimeout: 2000,
  attempts: 3,
  /** At most, of all the SDK's waits between attempts together: after throttles, 1 s and 2 s. */
  backoff: 3000,
  /** Before what a batch has left undone is sent again for the first time; doubled each time. */
  batchWait: 50,
  /** Left of the function's own time when a command is given up, to answer and to log. */
  reserve: 500,
} as const;

/**
 * A document client. Region and endpoint come from the environment
 * (`AWS_REGION`, `AWS_ENDPOINT_URL_DYNAMODB`), credentials only from there.
 */
export function createClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    credentials: fromEnv(),
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectionTimeout,
      requestTimeout: limits.requestTimeout,
      throwOnRequestTimeout: true, // without it the SDK only warns and waits on
      socketTimeout: limits.requestTimeout, // the other one ends with the headers, not the body
    },
  });
  return DynamoDBDocumentClient.from(client, { unmarshallOptions: { wrapNumbers } });
}

/** The SDK's types name only what it makes itself; it takes any value. */
const wrapNumbers = exactNumber as (text: string) => number;
