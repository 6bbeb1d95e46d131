/** The type of a row of the operation table. */
import type * as z from "zod/mini";
import type { Item, Table } from "./table";

/** The keys of two items of a table. */
export interface ExampleItems {
  readonly key: Item;
  readonly other: Item;
}

/** What every row has, with or without a Command. */
interface Description {
  /** One line for the documentation, in the imperative. */
  readonly summary: string;
  /** What the caller may send as `payload`; any other member is refused by name. */
  readonly payload: z.ZodMiniType;
  /** What a success answers. */
  readonly result: z.ZodMiniType;
  /** A payload for any table, for documentation, tests and smoke. `undefined` for none. */
  readonly example: (items: ExampleItems) => unknown;
}

/** Members of a payload, of a command's input, or of its result. */
export type Members = Readonly<Record<string, unknown>>;

/** How the parts of a batch become one result: entries that DynamoDB did not process are sent again. */
export interface Batch {
  /**
   * The result as JSON values.
   * @param result the SDK's, of one part; `encodeAttributes` makes JSON values of each item
   * @param before the collected result of the parts before
   */
  readonly collect: (result: Members, table: Table, before?: Members) => Members;
  /** The payload for the unprocessed entries; `undefined` when none is to be sent again. */
  readonly remaining: (collected: Members, payload: Members) => Members | undefined;
}

/** A row that runs one DynamoDB command. */
export interface CommandOperation extends Description {
  /** The SDK's document command. */
  readonly Command: new (
    input: never,
  ) => object;
  /** The IAM actions that the Command needs on the table. */
  readonly actions: readonly `dynamodb:${string}`[];
  /** What it does to items: `write` stores what the caller gives, `delete` only removes. */
  readonly access: "read" | "write" | "delete";
  /** Whether the payload may name an index, for which IAM needs a separate resource. */
  readonly takesIndex?: true;
  /**
   * The Command's input.
   * @default the payload and the table's physical name
   * @throws Problem when the payload does not fit the table
   */
  readonly input?: (payload: Members, table: Table) => Members;
  /**
   * The result for the caller.
   * @param result DynamoDB's result as JSON values: sets and bytes as `$set` and `$binary`
   * @default that result
   */
  readonly output?: (result: Members, table: Table) => unknown;
  /** For a command that may leave some of its entries undone. */
  readonly batch?: Batch;
}

/** A row that answers by itself and needs no permission. */
export interface AnswerOperation extends Description {
  readonly answer: (payload: unknown) => unknown;
  /** Its path accepts any method, and the payload describes the request. @default GET, without a payload */
  readonly describesRequest?: true;
}

export type Operation = CommandOperation | AnswerOperation;
