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
  /** A payload that works on any table, for documentation, tests and smoke. `undefined` for none. */
  readonly example: (items: ExampleItems) => unknown;
}

/** Members of a payload, of a command's input, or of its result. */
export type Members = Readonly<Record<string, unknown>>;

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
   * The result for the caller, as JSON values: `encodeAttributes` makes them of an item with the SDK's sets and bytes,
   * which JSON.stringify would write as `{}` and as numbers.
   * @param before the result of the batch's part that is done already
   * @default DynamoDB's result, with its attributes as JSON
   */
  readonly output?: (result: Members, table: Table, before?: Members) => Members;
  /** The payload for the unprocessed entries of a batch; `undefined` when none is to be sent again. */
  readonly remaining?: (output: Members, payload: Members) => Members | undefined;
}

/** A row that answers by itself and needs no permission. */
export interface AnswerOperation extends Description {
  readonly answer: (payload: unknown) => unknown;
  /** Its path accepts any method, and the payload describes the request. @default GET, without a payload */
  readonly describesRequest?: true;
}

export type Operation = CommandOperation | AnswerOperation;
