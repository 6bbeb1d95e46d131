/** The shape of a row of the operation table: what it runs, and what the projections of the table need to know. */
import type * as z from "zod/mini";
import type { Item, Table } from "./table";

/** The keys of two items of a table. */
export interface ExampleItems {
  readonly key: Item;
  readonly other: Item;
}

/** What every row says of itself, whatever it runs. */
interface Description {
  /** One line for the documentation, in the imperative. */
  readonly summary: string;
  /** What the caller may send as `payload`; everything else is refused by name. */
  readonly payload: z.ZodMiniType;
  /** A payload that works on any table; documentation, tests and smoke send it. `undefined` for none. */
  readonly example: (items: ExampleItems) => unknown;
}

/** Members of a payload, of a command's input, or of its result. */
export type Result = Readonly<Record<string, unknown>>;

/** A row that runs one DynamoDB command. */
export interface CommandOperation extends Description {
  /** The SDK's document command. */
  readonly Command: new (
    input: never,
  ) => object;
  /** The permissions that the command needs on the table, as IAM spells them. */
  readonly actions: readonly `dynamodb:${string}`[];
  /** Whether it changes items. */
  readonly access: "read" | "write";
  /** Whether the payload may name an index, which is a resource of its own to IAM. */
  readonly takesIndex?: true;
  /**
   * The command's input.
   * @default the payload and the table's physical name
   * @throws Problem when the payload does not fit the table
   */
  readonly input?: (payload: Result, table: Table) => Result;
  /**
   * What is answered, as JSON values.
   * @param before what was answered for the part of a batch that is done
   * @default the result with its attributes encoded
   */
  readonly output?: (result: Result, table: Table, before?: Result) => Result;
  /** Of a batch: the payload for what `output` says is not done yet; `undefined` when all is. */
  readonly remaining?: (output: Result, payload: Result) => Result | undefined;
}

/** A row that answers by itself and needs no permission. */
export interface LocalOperation extends Description {
  readonly answer: (payload: unknown) => unknown;
  /** Its path takes any method, and the payload there is the whole request. @default GET, without a payload */
  readonly describesRequest?: true;
}

export type Operation = CommandOperation | LocalOperation;
