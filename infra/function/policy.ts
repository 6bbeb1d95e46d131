/**
 * IAM policies: what the function may do to the tables, computed from the operation table and the route table; and what
 * every policy of the stack is made with.
 */
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { isAllowed } from "../../functions/access";
import type { CommandOperation, Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { routes } from "../../functions/rest/routes";
import { runsOn } from "../../functions/rest/served-routes";
import type { Table } from "../../functions/table";

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | "*";
}

/**
 * For each table the actions of the rows that the envelope or a route can run on it; on its indexes those of the rows
 * that take an `IndexName`. Tables with the same actions share a statement.
 * @param tables as the function knows them
 * @param resources by the tables' logical names
 * @param rows the operation table, or another in a test
 */
export function tableStatements(
  tables: readonly Table[],
  resources: ReadonlyMap<string, Pick<DynamodbTable, "arn">>,
  rows: Readonly<Record<string, Operation>> = operations,
): Statement[] {
  const grants = tables.map((table) => {
    const arn = resources.get(table.name)?.arn as string;
    const commands = commandsOn(table, rows);
    return {
      arn,
      indexes: (table.indexes ?? []).map(({ name }) => `${arn}/index/${name}`),
      actions: actionsOf(commands),
      indexActions: actionsOf(commands.filter(({ takesIndex }) => takesIndex)),
    };
  });
  return [
    ...share(
      "Tables",
      grants.map(({ actions, arn }) => [actions, [arn]]),
    ),
    ...share(
      "Indexes",
      grants.map(({ indexActions, indexes }) => [indexActions, indexes]),
    ),
  ];
}

/** The statement by which only a service of AWS can assume a role. */
export const servicePrincipal = (service: string) => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { Service: service },
});

/** An IAM policy document as JSON. */
export function policyDocument(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function commandsOn(table: Table, rows: Readonly<Record<string, Operation>>) {
  const byRoutes = new Set<string>(routes.flatMap((route) => runsOn(route, table)));
  return Object.entries(rows).flatMap(([name, row]) =>
    "Command" in row && (isAllowed(name, row, table) || byRoutes.has(name)) ? row : [],
  );
}

const actionsOf = (rows: readonly CommandOperation[]): readonly string[] =>
  [...new Set(rows.flatMap((row) => row.actions))].sort();

type Grant = readonly [actions: readonly string[], resources: readonly string[]];

/** A statement for each different set of actions. */
function share(sid: string, grants: readonly Grant[]): Statement[] {
  const resourcesOf = new Map<string, readonly string[]>();
  for (const [actions, resources] of grants) {
    if (actions.length === 0 || resources.length === 0) continue;
    const set = actions.join();
    resourcesOf.set(set, [...(resourcesOf.get(set) ?? []), ...resources]);
  }
  return [...resourcesOf].map(([set, resources], i) => ({
    Sid: i === 0 ? sid : `${sid}${i + 1}`,
    Effect: "Allow",
    Action: set.split(","),
    Resource: resources,
  }));
}
