/** Only the SDK's call: no event is read, and no answer is written. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Scenario } from "../scenarios";

const client = DynamoDBDocumentClient.from(new DynamoDBClient());

/** @param context has the envelope beside what Lambda gives */
export async function handler(
  _: unknown,
  { envelope }: { readonly envelope: Scenario["envelope"] },
) {
  const { operation, tableName, payload } = envelope;
  if (operation === "ping") return { result: "pong" };
  const Command = (operation === "list" ? ScanCommand : GetCommand) as typeof GetCommand;
  const { $metadata, ...result } = await client.send(
    new Command({ TableName: tableName, ...payload } as never),
  );
  return { result };
}
