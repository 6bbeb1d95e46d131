/** The function's IAM policy, computed from the operation table. */
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import type { CommandOperation, Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { globalIndexNames, localIndexNames } from "../tables";

export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | "*";
}

/**
 * Every row's action on every table, and on the indexes for the rows that take an `IndexName`.
 * @param rows the operation table, or another in a test
 */
export function tableStatements(
  tables: Iterable<DynamodbTable>,
  rows: Readonly<Record<string, Operation>> = operations,
): Statement[] {
  const commands = Object.values(rows).filter((row) => "Command" in row);
  const all = [...tables];
  const indexes = all.flatMap((table) =>
    [...globalIndexNames(table), ...localIndexNames(table)].map(
      (name) => `${table.arn}/index/${name}`,
    ),
  );
  const statements = [
    allow(
      "Tables",
      commands,
      all.map((table) => table.arn),
    ),
    allow(
      "Indexes",
      commands.filter(({ takesIndex }) => takesIndex),
      indexes,
    ),
  ];
  return statements.filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
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

function allow(
  sid: string,
  rows: readonly CommandOperation[],
  resources: readonly string[],
): Statement {
  const actions = [...new Set(rows.flatMap((row) => row.actions))].sort();
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
}
