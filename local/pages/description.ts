/** What the pages know of the service: its paths, who is let in, and the tables with their keys and counts. */
import { type DynamoDBClient, ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { connect } from "../engine/connect";
import type { Service } from "../service/service";
import type { Config } from "../service/terraform";
import { refusalOf, type SignerProps, signedPrefix } from "./signed";

export interface DescriptionProps extends SignerProps {
  /** What a function gets: it names the engine. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Counting stops after this many items, or pages of 1 MB. */
const most = { items: 1000, pages: 4 };

/** Milliseconds. */
const patience = 3000;

/** @returns JSON */
export async function describeService(props: DescriptionProps): Promise<string> {
  const { service, credentials, environment } = props;
  const client = connect(environment);
  const tables = Object.entries(service.tableNames).map(async ([name, physicalName]) => ({
    name,
    ...keysOf(service.tables.find((table) => table["name"] === physicalName) ?? {}),
    ...(await count(client, physicalName).catch(() => ({}))),
  }));
  const description = {
    stage: `/${service.stage}`,
    resource: resourceOf(service),
    /** Is put before the path of what a page sends. */
    prefix: credentials === undefined ? "" : signedPrefix,
    auth: credentials !== undefined,
    notice: refusalOf(credentials),
    routes: service.routes.map(({ method, path, authorization, apiKeyRequired }) => ({
      method,
      path,
      authorization,
      apiKeyRequired,
    })),
    tables: await Promise.all(tables),
  };
  client.destroy();
  return JSON.stringify(description);
}

/** The resource of the envelope; tables and items are below it. */
const resourceOf = ({ routes }: Service) => routes.find(({ method }) => method === "POST")?.path;

type Index = Config & { readonly name: string };

/** The keys of a table and of its indexes, with their types. A local index has the table's hash key. */
function keysOf(table: Config) {
  const attributes = (table["attribute"] ?? []) as readonly { name: string; type: string }[];
  const keys = ({ hash_key = table["hash_key"], range_key }: Config) =>
    [hash_key, range_key].flatMap((name) => attributes.filter((one) => one.name === name));
  const indexes = (kind: "global" | "local") =>
    ((table[`${kind}_secondary_index`] ?? []) as readonly Index[]).map((index) => ({
      name: index.name,
      kind,
      keys: keys(index),
    }));
  return { keys: keys(table), indexes: [...indexes("global"), ...indexes("local")] };
}

/** The number of items, or the number at which counting stopped. */
async function count(client: DynamoDBClient, TableName: string) {
  const abortSignal = AbortSignal.timeout(patience);
  let items = 0;
  let ExclusiveStartKey: ScanCommandOutput["LastEvaluatedKey"];
  for (let pages = 0; pages < most.pages; pages++) {
    const Limit = most.items + 1 - items;
    const input = { TableName, Limit, Select: "COUNT", ExclusiveStartKey } as const;
    const page: ScanCommandOutput = await client.send(new ScanCommand(input), { abortSignal });
    items += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
    if (items > most.items) return { count: most.items, hasMore: true };
    if (ExclusiveStartKey === undefined) return { count: items, hasMore: false };
  }
  return { count: items, hasMore: true };
}
