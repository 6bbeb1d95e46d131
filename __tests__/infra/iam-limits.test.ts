/** IAM, proven by a simulator: what the function may do on tables that allow only some operations. */
import type { Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { resolveSettings } from "../../infra/settings/settings";
import { arnOf, resolved } from "../support/infra/arns";
import { allowedActions } from "../support/infra/simulate";
import type { Config } from "../support/infra/synthesize";
import { variant, variants } from "../support/infra/variants";

const stack = resolved(variant("limited operations"));
const settings = resolveSettings(variants["limited operations"]);
const [role] = Object.values(stack["aws_iam_role"] ?? {}) as [Config];
const [policy] = Object.values(stack["aws_iam_role_policy"] ?? {}) as [Config];
const identityPolicy = JSON.parse(policy["policy"]);

const allowedOn = (resource: string) =>
  allowedActions("dynamodb", {
    resource,
    principal: arnOf("aws_iam_role", role),
    identityPolicy,
  });

const tables = Object.entries(settings.tables).map(([name, table]) => {
  const all = Object.entries(stack["aws_dynamodb_table"] ?? {});
  const [, config] = all.find(([address]) => address.includes(name)) as [string, Config];
  const { operations: open, globalIndexes, localIndexes } = table;
  const commands = Object.entries<Operation>(operations).flatMap(([operation, row]) =>
    "Command" in row && (open as string[] | undefined)?.includes(operation) !== false ? row : [],
  );
  const indexes = Object.keys({ ...globalIndexes, ...localIndexes });
  return { name, arn: arnOf("aws_dynamodb_table", config), commands, indexes };
});

const actionsOf = (commands: (typeof tables)[number]["commands"]) =>
  [...new Set(commands.flatMap(({ actions }) => actions))].sort();

test.each(tables)(
  "on $name the function may do the actions of its operations, and no other",
  async (table) => {
    expect(await allowedOn(table.arn)).toStrictEqual(actionsOf(table.commands));
  },
);

const indexes = tables.flatMap(({ name, arn, commands, indexes: all }) =>
  all.map((index) => ({ name, index, arn: `${arn}/index/${index}`, commands })),
);

test.each(indexes)(
  "on the index $index of $name the function may do the actions of its operations that take an index",
  async (index) => {
    const asking = index.commands.filter(({ takesIndex }) => takesIndex);
    expect(await allowedOn(index.arn)).toStrictEqual(actionsOf(asking));
  },
);

test("the tables of this test differ: some have operations that ask their indexes, some do not", () => {
  const sets = new Set(tables.map(({ commands }) => actionsOf(commands).join()));
  expect(sets.size).toBeGreaterThan(3);
  const asked = indexes.map(({ commands }) => commands.some(({ takesIndex }) => takesIndex));
  expect(new Set(asked)).toStrictEqual(new Set([true, false]));
});
