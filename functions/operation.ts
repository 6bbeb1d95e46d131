/** The type of a row of the operation table. */
import * as z from "zod/mini";
import type { Item, Table } from "./table";

/** The keys of two items of a table. */
export interface ExampleItems {
  readonly key: Item;
  readonly other: Item;
}

/** What every row has, with or without a Command. */
interface Description<Payload extends z.ZodMiniType> {
  /** One line for the documentation, in the imperative. */
  readonly summary: string;
  /** What the caller may send as `payload`; any other member is refused by name. */
  readonly payload: Payload;
  /** What a success answers. */
  readonly result: z.ZodMiniType;
  /** A payload for any table, for documentation, tests and smoke. `undefined` for none. */
  readonly example: (items: ExampleItems) => unknown;
}

/** Members of a payload, of a command's input, or of its result. */
export type Members = Readonly<Record<string, unknown>>;

/** A command's result as JSON values: sets and bytes as `$set` and `$binary`. Each command has its own members. */
export interface Result extends Members {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Item;
  readonly Count?: number;
}

/** How the parts of a batch become one result: entries that DynamoDB did not process are sent again. */
export interface Batch {
  /**
   * The whole of the Command's input, since a batch names its table in another place.
   * @throws Problem when the payload does not fit the table
   */
  readonly input: (payload: Members, table: Table) => Members;
  /**
   * The result as JSON values.
   * @param result the SDK's, of one part; `encodeAttributes` makes JSON values of each item
   * @param before the collected result of the parts before
   */
  readonly collect: (result: Members, table: Table, before?: Members) => Members;
  /** The payload for the unprocessed entries; `undefined` when none is to be sent again. */
  readonly remaining: (collected: Members, payload: Members) => Members | undefined;
}

/** A document command of the SDK about one table. The local engine has no others: no transactions and no PartiQL. */
interface TableCommand {
  readonly input: { readonly TableName: unknown } | { readonly RequestItems: unknown };
}

/** A row that runs one DynamoDB command. */
export interface CommandOperation<Payload extends z.ZodMiniType = z.ZodMiniType>
  extends Description<Payload> {
  readonly Command: new (input: never) => TableCommand;
  /** The IAM actions that the Command needs on the table. */
  readonly actions: readonly `dynamodb:${string}`[];
  /** What it does to items: `write` stores what the caller gives, `delete` only removes. */
  readonly access: "read" | "write" | "delete";
  /** Whether the payload may name an index, for which IAM needs a separate resource. */
  readonly takesIndex?: true;
  /**
   * The Command's input, to which `TableName` is added. It is a method, since TypeScript would not take a property with
   * a payload of its own for an `Operation`.
   * @default the payload
   * @throws Problem when the payload does not fit the table
   */
  input?(payload: z.output<Payload>, table: Table): Members;
  /**
   * What the caller reads when the item does not meet a condition of `input`.
   * @default that it does not meet the condition, as in a request that has its own
   */
  readonly conditionFailed?: string;
  /**
   * The result for the caller.
   * @default DynamoDB's
   */
  readonly output?: (result: Result, table: Table) => unknown;
  /** In place of `input`, for a command that may leave some of its entries undone. */
  readonly batch?: Batch;
}

/** A row that answers by itself and needs no permission. */
export interface AnswerOperation<Payload extends z.ZodMiniType = z.ZodMiniType>
  extends Description<Payload> {
  answer(payload: z.output<Payload>): unknown;
  /** Its path accepts any method, and the payload describes the request. @default GET, if the payload may be absent */
  readonly describesRequest?: true;
}

export type Operation<Payload extends z.ZodMiniType = z.ZodMiniType> =
  | CommandOperation<Payload>
  | AnswerOperation<Payload>;

/** Whether the row has a path of its own beside the tables. One that needs a payload has only the envelope. */
export const hasPath = (row: Operation): row is AnswerOperation =>
  "answer" in row && (row.describesRequest || z.safeParse(row.payload, undefined).success);

/** The rows as they are. In each, TypeScript knows the type of the row's own payload. */
export const operationTable = <Payloads extends Record<string, z.ZodMiniType>>(
  rows: {
    readonly [Name in keyof Payloads]: Operation<Payloads[Name]>;
  },
) => rows;
