/** The DynamoDB client, and the time limits of a request: three attempts of two seconds. */
import { errorTypeRegistries } from "@aws-sdk/client-dynamodb";
import { AwsJson1_0Protocol } from "@aws-sdk/core/protocols";
import { DynamoDBJsonCodec2 } from "@aws-sdk/dynamodb-codec";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Client } from "@smithy/core/client";
import { getRetryPlugin, StandardRetryStrategy } from "@smithy/core/retry";
import { getSchemaSerdePlugin } from "@smithy/core/schema";
import { fromBase64, fromUtf8, toBase64, toUtf8 } from "@smithy/core/serde";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { findEndpoint } from "./endpoint";
import { createSigning } from "./signing";
import { exactNumber } from "./values/numbers";

/** Milliseconds, except `attempts`. A test compares them with the synthesized timeouts. */
export const limits = {
  connectionTimeout: 1000,
  requestTimeout: 2000,
  attempts: 3,
  /** Maximum sum of the SDK's waits between attempts: 1 s and 2 s after throttling. */
  backoff: 3000,
  /** Maximum of the SDK's first wait after another error than throttling; doubled each time. */
  firstWait: 25,
  /** First wait before the unprocessed entries of a batch are sent again; doubled each time. */
  batchWait: 50,
  /** The end of the function's time, in which no command runs, so that it can answer and log. */
  reserve: 500,
} as const;

/**
 * A document client, made of parts of the SDK. The SDK's own client brings configuration files and several protocols,
 * which take longer to load than everything that the function uses. Region, endpoint and credentials come only from
 * the environment, and are read with the first command: without them the function still loads.
 */
export function createClient(): Pick<DynamoDBDocumentClient, "send" | "destroy"> {
  const retries = { maxAttempts: limits.attempts, baseDelay: limits.firstWait };
  const retryStrategy = new StandardRetryStrategy(retries);
  const client = new Client({
    ...dynamodb(),
    requestHandler: NodeHttpHandler.create({
      connectionTimeout: limits.connectionTimeout,
      requestTimeout: limits.requestTimeout,
      throwOnRequestTimeout: true, // without it the SDK only warns and waits on
      socketTimeout: limits.requestTimeout, // requestTimeout does not cover the body
    }),
    maxAttempts: async () => limits.attempts,
    retryStrategy: async () => retryStrategy,
    endpointProvider: findEndpoint,
    ignoreConfiguredEndpointUrls: true, // the SDK would look into configuration files for one
    translateConfig: { unmarshallOptions: { wrapNumbers: exactNumber } },
  } as never);
  const config = client.config as never;
  client.middlewareStack.use(getSchemaSerdePlugin(config));
  client.middlewareStack.use(getRetryPlugin(config));
  client.middlewareStack.add(createSigning() as never, { step: "finalizeRequest" });
  return client as never;
}

/** The service's protocol, as the SDK's own client has it. */
const dynamodb = () => ({
  serviceId: "DynamoDB",
  protocol: AwsJson1_0Protocol,
  protocolSettings: {
    defaultNamespace: "com.amazonaws.dynamodb",
    errorTypeRegistries,
    version: "2012-08-10",
    serviceTarget: "DynamoDB_20120810",
    jsonCodec: new DynamoDBJsonCodec2(),
  },
  base64Decoder: fromBase64,
  base64Encoder: toBase64,
  utf8Decoder: fromUtf8,
  utf8Encoder: toUtf8,
  streamCollector: collect,
});

/** The SDK's own collector loads Node's web streams, only to find out that the body is not one of them. */
export function collect(body: NodeJS.ReadableStream): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    body.on("data", (chunk) => chunks.push(chunk));
    body.on("end", () => resolve(Buffer.concat(chunks)));
    body.on("error", reject);
  });
}
