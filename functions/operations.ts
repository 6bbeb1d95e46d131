/** The operation table: one row per operation. Everything that lists operations is computed from it. */
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import {
  attributes,
  count,
  expression,
  flag,
  indexName,
  json,
  names,
  returnValues,
  select,
} from "./parameters";

/** What every row says of itself, whatever it runs. */
interface Description {
  /** One line for the documentation, in the imperative. */
  readonly summary: string;
  /** What the caller may send as `payload`; everything else is refused by name. */
  readonly payload: z.ZodMiniType;
  /** A request that works on the default table as it stands; documentation and tests send it. */
  readonly example: { readonly tableName?: string; readonly payload?: unknown };
}

/** A row that runs one DynamoDB command. */
export interface CommandOperation extends Description {
  /** The SDK's document command; its input is the payload plus `TableName`. */
  readonly Command: new (
    input: never,
  ) => object;
  /** The only permission that the command needs, as IAM spells it. */
  readonly action: `dynamodb:${string}`;
}

/** A row that answers by itself and needs no permission. */
export interface LocalOperation extends Description {
  readonly answer: (payload: unknown) => unknown;
}

export type Operation = CommandOperation | LocalOperation;

const condition = {
  ConditionExpression: z.optional(expression),
  ExpressionAttributeNames: z.optional(names),
  ExpressionAttributeValues: z.optional(attributes),
};

const page = {
  Limit: count,
  ExclusiveStartKey: z.optional(attributes),
  IndexName: z.optional(indexName),
  FilterExpression: z.optional(expression),
  ProjectionExpression: z.optional(expression),
  ExpressionAttributeNames: z.optional(names),
  ExpressionAttributeValues: z.optional(attributes),
  Select: z.optional(select),
  ConsistentRead: z.optional(flag),
};

export const operations = {
  create: {
    summary: "Put an item; an item with the same key is replaced.",
    Command: PutCommand,
    action: "dynamodb:PutItem",
    payload: z.strictObject({
      Item: attributes,
      ...condition,
      ReturnValues: z.optional(returnValues("NONE", "ALL_OLD")),
    }),
    example: { tableName: "LambdaTable", payload: { Item: { Id: "1", name: "Bob" } } },
  },
  read: {
    summary: "Get one item by its key.",
    Command: GetCommand,
    action: "dynamodb:GetItem",
    payload: z.strictObject({
      Key: attributes,
      ConsistentRead: z.optional(flag),
      ProjectionExpression: z.optional(expression),
      ExpressionAttributeNames: z.optional(names),
    }),
    example: { tableName: "LambdaTable", payload: { Key: { Id: "1" } } },
  },
  update: {
    summary: "Change attributes of one item; a missing item is created.",
    Command: UpdateCommand,
    action: "dynamodb:UpdateItem",
    payload: z.strictObject({
      Key: attributes,
      UpdateExpression: z.optional(expression),
      ...condition,
      ReturnValues: z.optional(
        returnValues("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"),
      ),
    }),
    example: {
      tableName: "LambdaTable",
      payload: {
        Key: { Id: "1" },
        UpdateExpression: "SET #name = :name",
        ExpressionAttributeNames: { "#name": "name" },
        ExpressionAttributeValues: { ":name": "Alice" },
        ReturnValues: "ALL_NEW",
      },
    },
  },
  delete: {
    summary: "Delete one item by its key; a missing item is no error.",
    Command: DeleteCommand,
    action: "dynamodb:DeleteItem",
    payload: z.strictObject({
      Key: attributes,
      ...condition,
      ReturnValues: z.optional(returnValues("NONE", "ALL_OLD")),
    }),
    example: {
      tableName: "LambdaTable",
      payload: { Key: { Id: "1" }, ReturnValues: "ALL_OLD" },
    },
  },
  list: {
    summary: "Scan one page of a table or index, in no order.",
    Command: ScanCommand,
    action: "dynamodb:Scan",
    payload: z.strictObject(page),
    example: { tableName: "LambdaTable", payload: { Limit: 10 } },
  },
  query: {
    summary: "Read one page of the items that share a hash key, in sort-key order.",
    Command: QueryCommand,
    action: "dynamodb:Query",
    payload: z.strictObject({
      KeyConditionExpression: expression,
      ...page,
      ScanIndexForward: z.optional(flag),
    }),
    example: {
      tableName: "LambdaTable",
      payload: {
        KeyConditionExpression: "Id = :id",
        ExpressionAttributeValues: { ":id": "1" },
      },
    },
  },
  echo: {
    summary: "Answer with the payload as it came.",
    answer: (payload) => payload ?? null,
    payload: json,
    example: { payload: { somekey1: "somevalue1", somekey2: "somevalue2" } },
  },
  ping: {
    summary: 'Answer "pong": the API and the function are up.',
    answer: () => "pong",
    payload: z.optional(z.strictObject({})),
    example: {},
  },
} satisfies Record<string, Operation>;

/** The names of the rows that answer by themselves; each has a path of its own beside the tables. */
export const localOperations: readonly string[] = Object.entries<Operation>(operations).flatMap(
  ([name, row]) => ("answer" in row ? name : []),
);

/** The row with that name, if there is one. Own rows only: `constructor` is no operation. */
export function findOperation(name: unknown): Operation | undefined {
  if (typeof name !== "string" || !Object.hasOwn(operations, name)) return undefined;
  return operations[name as keyof typeof operations];
}
