/** Inputs and results of the batch operations: one table's items, and the entries that DynamoDB did not process. */
import * as z from "zod/mini";
import type { CommandOperation, Members } from "./operation";
import { attributes } from "./parameters";
import { type FieldError, Problem } from "./problem";
import type { Attributes, Item, Table } from "./table";
import { encodeAttributes, identityOf } from "./values/attributes";
import { formatJson } from "./values/json";

type BatchMembers = Required<Pick<CommandOperation, "result" | "batch">>;

/** Bytes of items in an answer. Lambda returns at most 6 MB, but BatchGetItem returns up to 16 MB. */
const maxItems = 5_000_000;

/** Bytes as Lambda writes them: a body is JSON text in a JSON string, which escapes it once more. */
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(formatJson(value)));

export const batchRead: BatchMembers = {
  result: z.strictObject({
    Items: z.array(attributes),
    UnprocessedKeys: z.optional(z.array(attributes)),
  }),
  batch: {
    input(payload, table) {
      refuseRepeated(entriesOf(payload, "Keys"), table);
      return { RequestItems: { [table.physicalName]: payload } };
    },
    collect({ Responses, UnprocessedKeys }, table, before) {
      const found = ofTable<Item[]>(Responses, table) ?? [];
      const all = [...((before?.["Items"] ?? []) as Item[]), ...found.map(encodeAttributes)];
      const fitting = countFitting(all);
      const left = ofTable<{ Keys: Item[] }>(UnprocessedKeys, table)?.Keys ?? [];
      return {
        Items: all.slice(0, fitting),
        ...unlessEmpty("UnprocessedKeys", [
          ...all.slice(fitting).map((item) => keyIn(item, table)),
          ...left.map(encodeAttributes),
        ]),
      };
    },
    remaining({ Items, UnprocessedKeys }, payload) {
      const isLarge = sizeOf(Items) > maxItems / 2; // the rest may not fit
      if (UnprocessedKeys === undefined || isLarge) return undefined;
      return { ...payload, Keys: decodeAll(UnprocessedKeys) };
    },
  },
};

export const batchWrite: BatchMembers = {
  result: z.strictObject({
    UnprocessedPut: z.optional(z.array(attributes)),
    UnprocessedDelete: z.optional(z.array(attributes)),
  }),
  batch: {
    input(payload, table) {
      const [puts, deletes] = [entriesOf(payload, "Put"), entriesOf(payload, "Delete")];
      refuseRepeated([...puts, ...deletes], table);
      const requests = [
        ...puts.map(({ content }) => ({ PutRequest: { Item: content } })),
        ...deletes.map(({ content }) => ({ DeleteRequest: { Key: content } })),
      ];
      return { RequestItems: { [table.physicalName]: requests } };
    },
    collect({ UnprocessedItems }, table) {
      const left = ofTable<WriteRequest[]>(UnprocessedItems, table) ?? [];
      const puts = left.flatMap(({ PutRequest: put }) => (put ? encodeAttributes(put.Item) : []));
      const deletes = left.flatMap(({ DeleteRequest: one }) =>
        one ? encodeAttributes(one.Key) : [],
      );
      return {
        ...unlessEmpty("UnprocessedPut", puts),
        ...unlessEmpty("UnprocessedDelete", deletes),
      };
    },
    remaining({ UnprocessedPut: puts, UnprocessedDelete: deletes }) {
      if (puts === undefined && deletes === undefined) return undefined;
      return { Put: decodeAll(puts), Delete: decodeAll(deletes) };
    },
  },
};

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

const ofTable = <T>(byTable: unknown, { physicalName }: Table) =>
  (byTable as Readonly<Record<string, T | undefined>> | undefined)?.[physicalName];

/** The list as a member; an empty list is left out. */
const unlessEmpty = (name: string, list: readonly unknown[]): Members =>
  list.length === 0 ? {} : { [name]: list };

const decodeAll = (items: unknown): Attributes[] =>
  ((items ?? []) as Item[]).map((item) => z.parse(attributes, item));

function countFitting(items: readonly Item[]): number {
  let size = 0;
  const tooMuch = items.findIndex((item) => {
    size += sizeOf(item);
    return size > maxItems;
  });
  return tooMuch === -1 ? items.length : tooMuch;
}

interface Entry {
  readonly pointer: string;
  readonly content: Attributes;
}

const entriesOf = (payload: Members, member: string): Entry[] =>
  ((payload[member] ?? []) as Attributes[]).map((content, i) => ({
    pointer: `/payload/${member}/${i}`,
    content,
  }));

/** @throws Problem `answer-too-large` if a projection has left out the key, by which the caller could ask again */
function keyIn(item: Item, { keys }: Table): Item {
  const names = keys.map(({ name }) => name);
  if (names.every((name) => Object.hasOwn(item, name)))
    return Object.fromEntries(names.map((name) => [name, item[name]]));
  const advice = `Ask for fewer items, or name also the key (${names.join(", ")}) in ProjectionExpression.`;
  throw new Problem("answer-too-large", advice);
}

/** DynamoDB refuses the whole batch when a key is repeated, and does not say which one. */
function refuseRepeated(entries: readonly Entry[], table: Table): void {
  const first = new Map<string, string>();
  const errors: FieldError[] = [];
  for (const { pointer, content } of entries) {
    const key = JSON.stringify(table.keys.map(({ name }) => identityOf(content[name])));
    const earlier = first.get(key);
    if (earlier) errors.push({ pointer, detail: `has the same key as ${earlier}.` });
    else first.set(key, pointer);
  }
  if (errors.length > 0)
    throw new Problem("invalid-body", "A batch must not repeat a key.", errors);
}
