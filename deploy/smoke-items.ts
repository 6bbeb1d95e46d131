/** Finds a table and the keys of two items that smoke may write and delete. */
import type { ExampleItems } from "../functions/operation";
import type { Send } from "./sender";

export interface SmokeItems {
  readonly tableName: string;
  readonly items: ExampleItems;
}

type Key = Readonly<Record<string, unknown>>;

/**
 * @param tableName a table's logical name; when absent, the API's first table
 * @param key of the first item; when absent, found by trial. The second item's key differs in the first attribute
 * @throws Error when there is no such table or key, or when one of the items exists
 */
export async function findItems(send: Send, tableName?: string, key?: Key): Promise<SmokeItems> {
  const table = (await listTables(send)).find(({ name }) => name === (tableName ?? name));
  if (table === undefined) throw new Error(`The API serves no table ${tableName ?? "at all"}.`);
  const read = readerOf(send, table.name);
  const first = key ?? (await findKey(read, table.attributes));
  const items = { key: first, other: differentFrom(first) };
  for (const one of Object.values(items)) {
    const { status, body } = await read(one);
    if (status !== 200)
      throw new Error(`${JSON.stringify(one)} is no key of ${table.name}: ${body}`);
    if (body === "{}") continue;
    throw new Error(
      `${table.name} has an item ${JSON.stringify(one)}, which smoke would overwrite and delete. Nothing was changed; choose another key with --key.`,
    );
  }
  return { tableName: table.name, items };
}

/** The answer to an unknown path lists the existing ones, such as `…/Orders/{customer}/{time}`. */
async function listTables(send: Send) {
  const { body } = await send(undefined, "/-/-/-/-");
  const paths = body.match(/\/[\w.-]+(\/\{[^}]+\})+/g) ?? [];
  const longest = new Map<string, readonly string[]>(); // a partition's path comes before an item's
  for (const path of paths) {
    const [, name = "", ...attributes] = path.split("/");
    longest.set(
      name,
      attributes.map((attribute) => attribute.slice(1, -1)),
    );
  }
  return [...longest].map(([name, attributes]) => ({ name, attributes }));
}

const readerOf = (send: Send, tableName: string) => (key: Key) =>
  send(JSON.stringify({ operation: "read", tableName, payload: { Key: key } }));

/** DynamoDB refuses a key whose attributes have other types than the table's. */
async function findKey(read: ReturnType<typeof readerOf>, names: readonly string[]): Promise<Key> {
  const values: readonly unknown[] = ["smoke-1", 1, { $binary: "c21va2U=" }]; // S, N, B
  const [first, second] = names as [string, string?];
  for (const value of values) {
    for (const other of second === undefined ? [undefined] : values) {
      const key = { [first]: value, ...(second !== undefined && { [second]: other }) };
      if ((await read(key)).status === 200) return key;
    }
  }
  throw new Error(`No key of ${names.join(" and ")} is accepted: give one with --key.`);
}

function differentFrom(key: Key): Key {
  const [[name, value] = [], ...rest] = Object.entries(key) as [string, unknown][];
  const other =
    typeof value === "number"
      ? value + 1
      : typeof value === "string"
        ? `${value}-2`
        : { $binary: "b3RoZXI=" };
  return { [name as string]: other, ...Object.fromEntries(rest) };
}
