/** Creates the synthesized tables in the engine, and deletes one for --reset. The keys of an existing table are never changed. */
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import type { Config } from "../service/terraform";

interface Index {
  readonly name: string;
  readonly hash_key?: string;
  readonly range_key?: string;
  readonly projection_type: "ALL";
}

/** Of the SDK's waiters. Seconds. */
const limits = { maxWaitTime: 30, minDelay: 1, maxDelay: 1 };

/** @throws Error when a table exists with other keys */
export async function createTables(
  client: DynamoDBClient,
  tables: readonly Config[],
): Promise<void> {
  for (const table of tables) {
    const input = tableInput(table);
    const existing = await describe(client, input.TableName as string);
    if (existing === undefined) {
      await client.send(new CreateTableCommand(input));
      await waitUntilTableExists({ client, ...limits }, { TableName: input.TableName });
    } else if (keysOf(existing) !== keysOf(input)) {
      throw new Error(
        `The table ${input.TableName} exists with the keys ${keysOf(existing)}, but the service needs ` +
          `${keysOf(input)}. Start again with --reset ${input.TableName}, which deletes its items, or with --memory.`,
      );
    }
  }
}

/**
 * @param name logical or physical
 * @param names physical names by logical ones
 * @param source what names the table, for the message
 * @throws Error with the names that there are
 */
export function physicalNameOf(
  name: string,
  names: Readonly<Record<string, string>>,
  source: string,
): string {
  if (Object.hasOwn(names, name)) return names[name] as string;
  if (Object.values(names).includes(name)) return name;
  throw new Error(`${source}: there is no table ${name}, only ${Object.keys(names).join(", ")}.`);
}

/** Deletes a table with its items, if it is there. */
export async function deleteTable(client: DynamoDBClient, name: string): Promise<void> {
  if ((await describe(client, name)) === undefined) return;
  await client.send(new DeleteTableCommand({ TableName: name }));
  await waitUntilTableNotExists({ client, ...limits }, { TableName: name });
}

async function describe(client: DynamoDBClient, name: string) {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Only keys and indexes; the table's other settings matter only in AWS. */
function tableInput(table: Config): CreateTableCommandInput {
  const attributes = table["attribute"] as readonly { name: string; type: "S" | "N" | "B" }[];
  const hashKey = table["hash_key"] as string;
  return {
    TableName: table["name"] as string,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(hashKey, table["range_key"] as string | undefined),
    GlobalSecondaryIndexes: indexes(table["global_secondary_index"], hashKey),
    LocalSecondaryIndexes: indexes(table["local_secondary_index"], hashKey),
  };
}

/** A local index has no hash key of its own. */
function indexes(value: unknown, hashKey: string) {
  return (value as readonly Index[] | undefined)?.map((index) => ({
    IndexName: index.name,
    KeySchema: keySchema(index.hash_key ?? hashKey, index.range_key),
    Projection: { ProjectionType: index.projection_type },
  }));
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  const hash = { AttributeName: hashKey, KeyType: "HASH" as const };
  return rangeKey === undefined
    ? [hash]
    : [hash, { AttributeName: rangeKey, KeyType: "RANGE" as const }];
}

/** Keys and indexes as one text, to compare a needed table with an existing one. */
function keysOf(table: TableDescription | CreateTableCommandInput): string {
  const types = new Map(
    table.AttributeDefinitions?.map((one) => [one.AttributeName, one.AttributeType]),
  );
  const keys = (schema: TableDescription["KeySchema"]) =>
    schema?.map((key) => `${key.AttributeName} (${types.get(key.AttributeName)})`).join(" + ");
  const all = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const indexKeys = all.map((index) => `${index.IndexName}: ${keys(index.KeySchema)}`).sort();
  return [keys(table.KeySchema), ...indexKeys].join(", ");
}
