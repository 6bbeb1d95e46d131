/** The operation table: one row per operation. Everything that lists operations is computed from it. */
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { batchRead, batchWrite } from "./batches";
import { hasPath, type Operation, operationTable } from "./operation";
import {
  attributes,
  attributesList,
  conditionParameters,
  expression,
  flag,
  json,
  names,
  page,
  pageParameters,
  returnValues,
  written,
} from "./parameters";

export const operations = operationTable({
  create: {
    summary: "Put an item; an item with the same key is replaced.",
    Command: PutCommand,
    actions: ["dynamodb:PutItem"],
    access: "write",
    payload: z.strictObject({
      Item: attributes,
      ...conditionParameters,
      ReturnValues: z.optional(returnValues("NONE", "ALL_OLD")),
    }),
    result: written,
    example: ({ key }) => ({ Item: { ...key, name: "Bob" } }),
  },
  read: {
    summary: "Get one item by its key.",
    Command: GetCommand,
    actions: ["dynamodb:GetItem"],
    access: "read",
    payload: z.strictObject({
      Key: attributes,
      ConsistentRead: z.optional(flag),
      ProjectionExpression: z.optional(expression),
      ExpressionAttributeNames: z.optional(names),
    }),
    result: z.strictObject({ Item: z.optional(attributes) }),
    example: ({ key }) => ({ Key: key }),
  },
  update: {
    summary: "Change attributes of one item; a missing item is created.",
    Command: UpdateCommand,
    actions: ["dynamodb:UpdateItem"],
    access: "write",
    payload: z.strictObject({
      Key: attributes,
      UpdateExpression: z.optional(expression),
      ...conditionParameters,
      ReturnValues: z.optional(
        returnValues("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"),
      ),
    }),
    result: written,
    example: ({ key }) => ({
      Key: key,
      UpdateExpression: "SET #name = :name",
      ExpressionAttributeNames: { "#name": "name" },
      ExpressionAttributeValues: { ":name": "Alice" },
      ReturnValues: "ALL_NEW",
    }),
  },
  delete: {
    summary: "Delete one item by its key; a missing item is no error.",
    Command: DeleteCommand,
    actions: ["dynamodb:DeleteItem"],
    access: "delete",
    payload: z.strictObject({
      Key: attributes,
      ...conditionParameters,
      ReturnValues: z.optional(returnValues("NONE", "ALL_OLD")),
    }),
    result: written,
    example: ({ key }) => ({ Key: key, ReturnValues: "ALL_OLD" }),
  },
  list: {
    summary: "Scan one page of a table or index, in no order.",
    Command: ScanCommand,
    actions: ["dynamodb:Scan"],
    access: "read",
    takesIndex: true,
    payload: z.strictObject(pageParameters),
    result: page,
    example: () => ({ Limit: 10 }),
  },
  query: {
    summary: "Read one page of the items that share a hash key, in sort-key order.",
    Command: QueryCommand,
    actions: ["dynamodb:Query"],
    access: "read",
    takesIndex: true,
    payload: z.strictObject({
      KeyConditionExpression: expression,
      ...pageParameters,
      ScanIndexForward: z.optional(flag),
    }),
    result: page,
    example: ({ key }) => ({
      KeyConditionExpression: "#key = :key",
      ExpressionAttributeNames: { "#key": Object.keys(key)[0] },
      ExpressionAttributeValues: { ":key": Object.values(key)[0] },
    }),
  },
  batchRead: {
    summary: "Get up to 100 items by their keys, in no order.",
    Command: BatchGetCommand,
    actions: ["dynamodb:BatchGetItem"],
    access: "read",
    payload: z.strictObject({
      Keys: attributesList(1, 100),
      ConsistentRead: z.optional(flag),
      ProjectionExpression: z.optional(expression),
      ExpressionAttributeNames: z.optional(names),
    }),
    example: ({ key, other }) => ({ Keys: [key, other] }),
    ...batchRead,
  },
  batchWrite: {
    summary: "Put and delete up to 25 items, each by itself: some may be done and others not.",
    Command: BatchWriteCommand,
    actions: ["dynamodb:BatchWriteItem"],
    access: "write",
    payload: z
      .strictObject({
        Put: z.optional(attributesList(0, 25)),
        Delete: z.optional(attributesList(0, 25)),
      })
      .check(
        z.refine(({ Put = [], Delete = [] }) => {
          const entries = Put.length + Delete.length;
          return entries >= 1 && entries <= 25;
        }, "must have Put, Delete or both, together 1 to 25 entries."),
      ),
    example: ({ key, other }) => ({ Put: [{ ...other, name: "Carol" }], Delete: [key] }),
    ...batchWrite,
  },
  echo: {
    summary: "Answer with the payload as it came.",
    answer: (payload) => payload ?? null,
    describesRequest: true,
    payload: json,
    result: json,
    example: () => ({ somekey1: "somevalue1", somekey2: "somevalue2" }),
  },
  ping: {
    summary: 'Answer "pong": the API and the function are up.',
    answer: () => "pong",
    payload: z.optional(z.strictObject({})),
    result: z.literal("pong"),
    example: () => undefined,
  },
});

export type OperationName = keyof typeof operations;

const namesOf = (matches: (row: Operation) => boolean): readonly string[] =>
  Object.entries<Operation>(operations).flatMap(([name, row]) => (matches(row) ? name : []));

/** The names of the rows that answer by themselves. */
export const answerOperations = namesOf((row) => "answer" in row);

/** The names of those that have a path. */
export const pathOperations = namesOf(hasPath);

/** The row with that name, if there is one. Own properties only: `constructor` is no operation. */
export function findOperation(name: unknown): Operation | undefined {
  if (typeof name !== "string" || !Object.hasOwn(operations, name)) return undefined;
  return operations[name as OperationName];
}
