/** The operations of the envelope: their examples, and these with one member changed. */
import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject, Operation, Table } from "./document";
import type { Items } from "./items";
import { askBodies } from "./paths";
import { create, remove } from "./place";
import type { Session } from "./session";
import { variantsOf } from "./values";

/** With an example that writes nothing, since a service with a fault might accept the request. */
export async function askEnvelope(session: Session): Promise<void> {
  const { envelope, operations } = session.document;
  const harmless = operations.filter(({ access = "read" }) => access === "read");
  const [valid] = harmless.flatMap(({ examples }) => examples);
  if (valid === undefined) return;
  const ask = session.asker(envelope);
  await ask("operation is none", 400, { body: { ...valid, operation: "noSuchOperation" } });
  await ask("operation has another type", 400, { body: { ...valid, operation: 1 } });
  await askBodies(session, envelope, envelope.path, valid);
}

/** An example on a table, with keys of the program's own, or one that uses no table. */
interface Example {
  readonly items?: Items;
  readonly body: JsonObject;
  /** Whether other items do not matter to its answer. */
  readonly isOwn: boolean;
}

/** For each table its example, also with wrong keys; for one of them every change of a member. */
export async function askOperation(
  session: Session,
  operation: Operation,
  all: readonly Items[],
): Promise<void> {
  const examples = await examplesOf(operation, all);
  for (const example of examples) {
    await askExample(session, operation, example);
    if (example.items) await askKeys(session, example.body, example.items);
  }
  const [first] = examples;
  if (first === undefined) return;
  await askChanges(session, operation, first);
  await askTables(session, operation, first, all);
}

/** Those of a success. A row that writes may have a condition of its own. */
const right = ({ access = "read" }: Operation) => (access === "read" ? [200] : [200, 409]);

/** If a row asks that its items exist, or that they do not, one of the requests succeeds. */
async function askExample(
  session: Session,
  operation: Operation,
  { items, body, isOwn }: Example,
): Promise<void> {
  const ask = session.asker(session.document.envelope);
  const more = { body, schema: operation.result, isOwn };
  const name = `${items?.table.name ?? ""} example`;
  const first = await ask(name, right(operation), more);
  if (first.status !== 409 || items === undefined) return;
  const place = { session, items };
  if (!(await create(place, 0))) return; // the table allows nothing that could bring the items there
  await create(place, 1);
  const second = await ask(`${name}, with its items`, right(operation), more);
  if (second.status !== 409) return;
  await remove(place, 0);
  await remove(place, 1);
  await ask(`${name}, without its items`, right(operation), more);
}

/** Without those that write what the program cannot remove. */
async function examplesOf({ examples, access, payload }: Operation, all: readonly Items[]) {
  const lengths = Object.values(payload.properties ?? {}).map(({ maxItems = 2 }) => maxItems);
  const found: Example[] = [];
  for (const example of examples) {
    const items = all.find(({ table }) => table.name === example["tableName"]);
    const body = items ? withOwnKeys(example, items, items.table) : example;
    const isOwn = items === undefined || !isDeepStrictEqual(body, example);
    const isRead = items === undefined || access === "read";
    const isAsked = isRead || (isOwn && (await items.claim(Math.max(2, ...lengths))));
    if (isAsked) found.push({ items, body, isOwn });
  }
  return found;
}

async function askChanges(
  session: Session,
  operation: Operation,
  { items, body, isOwn }: Example,
): Promise<void> {
  const { payload, request, result: schema } = operation;
  const ask = session.asker(session.document.envelope);
  const valid = (body["payload"] ?? {}) as JsonObject;
  const entry = (n: number) => items?.key(n) ?? null;
  for (const { title, value, pointer, kind } of variantsOf(payload, valid, entry)) {
    const more = { body: { ...body, payload: value }, schema, isOwn };
    if (kind === "invalid") await ask(title, 400, { ...more, pointer: `/payload${pointer}` });
    else await ask(title, [...right(operation), ...(kind === "valid" ? [] : [400])], more);
  }
  if (payload.properties?.["ConditionExpression"]) {
    const never = { ...valid, ConditionExpression: "attribute_exists(noSuchAttribute)" };
    await ask("condition that is false", 409, { body: { ...body, payload: never } });
  }
  const { tableName: _, ...properties } = request.properties ?? {};
  for (const { title, value } of variantsOf({ ...request, properties }, body)) {
    await ask(title, 400, { body: value });
  }
}

async function askTables(
  session: Session,
  { tables }: Operation,
  { items, body }: Example,
  all: readonly Items[],
): Promise<void> {
  if (items === undefined) return;
  const ask = session.asker(session.document.envelope);
  await ask("tableName has another type", 400, { body: { ...body, tableName: 1 } });
  await ask("tableName is none", 403, { body: { ...body, tableName: "noSuchTable" } });
  for (const other of all.filter(({ table }) => !tables.includes(table.name))) {
    const { name } = other.table;
    const refused = { ...withOwnKeys(body, other, items.table), tableName: name };
    if (await other.claim(2)) await ask(`tableName is ${name}`, [400, 403], { body: refused });
  }
}

/** The places that the API checks against the table; an item may have only the attributes of its key. */
const isChecked = /\/(Item|Key|(Keys|Put|Delete)\/\d+)$/;
const isItem = /\/(Item|Put\/\d+)$/;

/** Each key and item of the body, with each attribute of its key changed. */
async function askKeys(session: Session, body: JsonObject, { table, schema: item }: Items) {
  const ask = session.asker(session.document.envelope);
  const names = table.keys.map(({ name }) => name);
  const all = Object.entries(item.properties ?? {});
  const properties = Object.fromEntries(all.filter(([name]) => names.includes(name)));
  const keyed: { path: string; value: JsonObject }[] = [];
  mapKeyed(body, table, (value, path) => {
    if (isChecked.test(path)) keyed.push({ path, value });
    return value;
  });
  for (const { path, value } of keyed) {
    const additionalProperties = isItem.test(path);
    const schema = { properties, required: names, additionalProperties };
    for (const { title, value: wrong, pointer, kind } of variantsOf(schema, value)) {
      if (kind !== "invalid") continue;
      const changed = mapKeyed(body, table, (one, here) => (here === path ? wrong : one));
      const more = { body: changed, pointer: `${path}${pointer}` };
      await ask(`${table.name} ${path} ${title}`, 400, more);
    }
  }
}

/** Other keys of the table become keys of the program's own; equal ones stay equal. */
function withOwnKeys(body: JsonObject, items: Items, table: Table): JsonObject {
  const seen: string[] = [];
  const names = table.keys.map(({ name }) => name);
  return mapKeyed(body, table, (value) => {
    const key = JSON.stringify(names.map((name) => value[name]));
    if (!seen.includes(key)) seen.push(key);
    const others = Object.entries(value).filter(([name]) => !names.includes(name));
    return { ...Object.fromEntries(others), ...items.key(seen.indexOf(key)) };
  });
}

/** A copy with each object replaced that has all attributes of the table's key: keys and items. */
function mapKeyed<T extends Json>(
  value: T,
  table: Table,
  change: (value: JsonObject, path: string) => Json,
  path = "",
): T {
  if (typeof value !== "object" || value === null) return value;
  if (table.keys.every(({ name }) => Object.hasOwn(value, name))) {
    return change(value as JsonObject, path) as T;
  }
  const inside = Object.entries(value).map(([name, one]) => [
    name,
    mapKeyed(one, table, change, `${path}/${name}`),
  ]);
  return (Array.isArray(value) ? inside.map(([, one]) => one) : Object.fromEntries(inside)) as T;
}
