/**
 * What Terraform would begin although it cannot end well. DynamoDB refuses to delete a protected table, after Terraform has
 * done the rest; and the provider plans nothing for a key of another type, which the API would then expect.
 */
import type { StackJson } from "./stack-directory";

interface Keys {
  readonly name?: string;
  readonly hash_key?: string | null;
  readonly range_key?: string | null;
}

/** A table, in the state and in the stack. */
interface Table extends Keys {
  readonly attribute?: readonly { readonly name: string; readonly type: string }[];
  readonly global_secondary_index?: readonly Keys[];
  readonly local_secondary_index?: readonly Keys[];
  readonly deletion_protection_enabled?: boolean;
  /** In the stack only. */
  readonly lifecycle?: { readonly prevent_destroy?: boolean };
}

/** A part of what `terraform state pull` prints. */
export interface State {
  readonly resources?: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes?: object }[];
  }[];
}

const type = "aws_dynamodb_table";

/** @returns a message about each table for which the command must not begin */
export function refusalsOf(
  command: "apply" | "destroy",
  { resources = [] }: State,
  { resource }: StackJson,
): string[] {
  const deployed = resources.filter((one) => one.type === type);
  return deployed.flatMap(({ name, instances }) => {
    const stack: Table | undefined = resource[type]?.[name];
    return instances.flatMap(({ attributes }) => {
      const table = (attributes ?? {}) as Table;
      return command === "destroy" ? refuseDestroy(table, stack) : refuseApply(table, stack);
    });
  });
}

/** With the protection in the stack, Terraform itself refuses. */
const refuseDestroy = ({ name, deletion_protection_enabled: isProtected }: Table, stack?: Table) =>
  isProtected && !stack?.lifecycle?.prevent_destroy
    ? [`The table ${name} is still protected in the account.`]
    : [];

/** With the entry of a table goes what makes Terraform refuse to delete it. */
function refuseApply(table: Table, stack: Table | undefined): string[] {
  const { name, deletion_protection_enabled: isProtected } = table;
  if (stack !== undefined) return otherTypes(table, stack);
  const reason = "is protected, and its entry in `tables` was removed or renamed";
  return isProtected ? [`The table ${name} ${reason}.`] : [];
}

/** A table or an index whose key has another name is made again, and may have another type. */
function otherTypes(table: Table, stack: Table): string[] {
  const [before, after] = [keysOf(table), keysOf(stack)];
  const isReplaced = ["hashKey", "sortKey"].some((one) => before.get(one) !== after.get(one));
  return [...(isReplaced ? [] : before)].flatMap(([place, key]) => {
    const [was, is] = [typeOf(table, key), typeOf(stack, key)];
    if (after.get(place) !== key || was === is) return [];
    return `The ${place} of the table ${table.name}, ${key}, has the type ${was}, and the settings say ${is}.`;
  });
}

/** The names of key attributes, by their settings. */
function keysOf(table: Table): ReadonlyMap<string, string | undefined> {
  const { global_secondary_index: global = [], local_secondary_index: local = [] } = table;
  return new Map([
    ["hashKey", table.hash_key ?? undefined],
    ["sortKey", table.range_key || undefined],
    ...global.flatMap(({ name, hash_key: hash, range_key: range }) => [
      [`globalIndexes.${name}.hashKey`, hash ?? undefined] as const,
      [`globalIndexes.${name}.sortKey`, range || undefined] as const,
    ]),
    ...local.map(
      ({ name, range_key: range }) => [`localIndexes.${name}`, range ?? undefined] as const,
    ),
  ]);
}

const typeOf = ({ attribute = [] }: Table, key: string | undefined) =>
  attribute.find(({ name }) => name === key)?.type;
