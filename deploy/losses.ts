/** What a plan deletes for good. */
import { stripVTControlCharacters } from "node:util";
import type { StackJson } from "./stack-directory";

/**
 * Adds the losses below the summary of the plan, where Terraform asks for approval.
 * @param before what Terraform printed before the chunk
 */
export function announceLosses(chunk: string, before: string): string {
  return chunk.replace(/^.*Plan:.*\n/m, (summary) => {
    const lines = lossesIn(stripVTControlCharacters(before + chunk));
    return lines.length === 0 ? summary : `${summary}\n${lines.join("\n")}\n`;
  });
}

/** Types of resources that people fill, and what is in them. */
const contents: Readonly<Record<string, string>> = {
  aws_dynamodb_table: "items",
  aws_cognito_user_pool: "users",
};

const deleted =
  /^ *# ((aws_\w+)\.\S+) (?:is tainted, so (?:it )?must|must|will) be (?:replaced|destroyed)/gm;

/** @returns a line for each table and pool of users that the plan deletes or replaces */
function lossesIn(plan: string): string[] {
  return [...plan.matchAll(deleted)].flatMap(([, address, type = ""]) =>
    contents[type] ? `→ This plan deletes ${address} with all its ${contents[type]}.` : [],
  );
}

/** A part of what `terraform state pull` prints. */
export interface State {
  readonly resources?: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes?: Readonly<Record<string, unknown>> }[];
  }[];
}

/**
 * The plan of such a stack would make an empty table, send all requests there, and fail at the end: with the entry of a
 * table goes what makes Terraform refuse to delete it, but DynamoDB refuses.
 * @returns a message about each protected table that is deployed and not in the stack
 */
export function refuseLosses({ resources = [] }: State, { resource }: StackJson): string[] {
  const type = "aws_dynamodb_table";
  const dropped = resources.filter((one) => one.type === type && !resource[type]?.[one.name]);
  return dropped
    .flatMap(({ instances }) => instances)
    .filter(({ attributes }) => attributes?.["deletion_protection_enabled"] === true)
    .map(
      ({ attributes }) =>
        `Error: The table ${attributes?.["name"]} is protected, and its entry in \`tables\` was removed or renamed.`,
    );
}
