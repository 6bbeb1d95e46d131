/** What a plan deletes for good. */
import { stripVTControlCharacters } from "node:util";

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
