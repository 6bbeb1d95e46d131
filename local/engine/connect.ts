/** The SDK's client for the engine. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** @param environment what a function gets: it names the engine */
export function connect(environment: Readonly<Record<string, string>>): DynamoDBClient {
  return new DynamoDBClient({
    region: environment["AWS_REGION"],
    endpoint: environment["AWS_ENDPOINT_URL_DYNAMODB"],
    credentials: {
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] as string,
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] as string,
      sessionToken: environment["AWS_SESSION_TOKEN"],
    },
  });
}
