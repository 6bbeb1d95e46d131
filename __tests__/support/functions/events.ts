/** Events as API Gateway sends them, tables, and a handler over the embedded engine. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { createClient } from "../../../functions/client";
import { createHandler, type Ports } from "../../../functions/handler";
import { belowResource, guide } from "../../../functions/paths";
import type { Index, KeyAttribute, Table } from "../../../functions/table";
import { createTables } from "../../../local/engine/tables";
import { startTestEngine } from "../engine";

/** The guide's resource, and what is below it. */
export const root = guide.resource;
export const belowRoot = belowResource(root);

/** As API Gateway sends it for `curl -X POST -d …`. */
export function httpEvent(change: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent {
  return {
    httpMethod: "POST",
    path: "/DynamoDBManager",
    resource: "/DynamoDBManager",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: {
      requestId: "request-1",
      path: `/prod${typeof change.path === "string" ? change.path : "/DynamoDBManager"}`,
    } as APIGatewayProxyEvent["requestContext"],
    body: null,
    isBase64Encoded: false,
    ...change,
  };
}

export const context = { awsRequestId: "invocation-1", getRemainingTimeInMillis: () => 10_000 };

type IndexConfig = {
  readonly name: string;
  readonly hash_key?: string;
  readonly range_key?: string;
  readonly projection_type: "ALL";
};

export type TableConfig = {
  readonly name: string;
  readonly hash_key: string;
  readonly range_key?: string;
  readonly attribute: readonly { readonly name: string; readonly type: string }[];
  readonly global_secondary_index?: readonly IndexConfig[];
  readonly local_secondary_index?: readonly IndexConfig[];
  /** These are not Terraform's: only the function knows them. */
  readonly versionAttribute?: string;
  readonly operations?: readonly string[];
};

export const guideTable: TableConfig = {
  name: "LambdaTable-physical",
  hash_key: "Id",
  attribute: [{ name: "Id", type: "S" }],
};

/** One with a sort key. */
export const ordersTable: TableConfig = {
  name: "Orders-physical",
  hash_key: "customer",
  range_key: "number",
  attribute: [
    { name: "customer", type: "S" },
    { name: "number", type: "N" },
  ],
};

/** The handler over a fresh engine in memory; `sent` are the commands that left it. */
export async function startHandler(
  tables: readonly (readonly [string, TableConfig])[] = [["LambdaTable", guideTable]],
) {
  const engine = await startTestEngine();
  process.env["AWS_ENDPOINT_URL_DYNAMODB"] = engine.endpoint;
  const admin = new DynamoDBClient();
  await createTables(
    admin,
    tables.map(([, config]) => config),
  );
  const client = createClient();
  const sent: object[] = [];
  const lines: Record<string, unknown>[] = [];
  /** A test may replace `send`. */
  const ports = { send: client.send.bind(client) as Ports["send"] };
  const send: Ports["send"] = (command, options) => {
    sent.push(command);
    return ports.send(command, options);
  };
  const handler = createHandler({
    send,
    tables: new Map(tables.map(([name, config]) => [name, tableOf(name, config)])),
    log: (line) => lines.push(JSON.parse(line)),
  });
  const close = async () => {
    admin.destroy();
    client.destroy();
    await engine.close();
  };
  const { endpoint } = engine;
  return { handler, admin, client, endpoint, ports, sent, lines, close, post: poster(handler) };
}

/** What the function's environment says of a table. */
export function tableOf(name: string, config: TableConfig): Table {
  const typeOf = (key: string) => config.attribute.find((one) => one.name === key)?.type;
  const keysOf = (...names: (string | undefined)[]) =>
    names
      .filter((key) => key !== undefined)
      .map((key) => ({ name: key, type: typeOf(key) as KeyAttribute["type"] }));
  const { global_secondary_index: global = [], local_secondary_index: local = [] } = config;
  const indexes: Index[] = [...global, ...local].map((index) => ({
    name: index.name,
    isLocal: index.hash_key === undefined,
    keys: keysOf(index.hash_key ?? config.hash_key, index.range_key),
  }));
  return {
    name,
    physicalName: config.name,
    keys: keysOf(config.hash_key, config.range_key),
    ...(indexes.length > 0 && { indexes }),
    ...(config.versionAttribute && { versionAttribute: config.versionAttribute }),
    ...(config.operations && { operations: config.operations }),
  };
}

/** Sends a body as the text that it is, anything else as JSON. */
function poster(handler: ReturnType<typeof createHandler>) {
  return async (body: unknown, headers?: Record<string, string>) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const event = httpEvent({ body: text, ...(headers && { headers }) });
    const response = (await handler(event, context)) as APIGatewayProxyResult;
    return { ...response, json: JSON.parse(response.body) };
  };
}
