/**
 * The guide's function, over today's SDK: one command for each operation, and no checks.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-tutorial.html
 */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";

const client = DynamoDBDocumentClient.from(new DynamoDBClient());
const commands = {
  create: PutCommand,
  read: GetCommand,
  update: UpdateCommand,
  delete: DeleteCommand,
  list: ScanCommand,
};

interface Envelope {
  readonly operation: "echo" | "ping" | keyof typeof commands;
  readonly tableName: string;
  readonly payload: object;
}

export async function handler({ body }: { readonly body: string }) {
  return { statusCode: 200, body: JSON.stringify(await run(JSON.parse(body))) };
}

async function run({ operation, tableName, payload }: Envelope): Promise<unknown> {
  if (operation === "echo") return payload;
  if (operation === "ping") return "pong";
  const Command = commands[operation] as new (input: object) => GetCommand;
  const { $metadata, ...result } = await client.send(
    new Command({ TableName: tableName, ...payload }),
  );
  return result;
}
