/** The message about wrong settings: a line for each, with its path, what was received and what to do. */
import type * as z from "zod/mini";

/** @returns one text, for the terminal */
export function explain(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.map((issue) => {
    const path = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return `  ${[path, issue.keys[0]].filter(Boolean).join(".")}: there is no such setting; see docs/settings.md`;
    }
    return `  ${path}: ${messageOf(issue)}, received ${JSON.stringify(receivedBy(issue))}`;
  });
  return `The settings are not valid:\n${lines.join("\n")}`;
}

/** A check of several settings gets all of them as input; the path selects one. */
function receivedBy({ code, path, input }: z.core.$ZodIssue): unknown {
  if (code !== "custom") return input;
  const values = path.map((_, start) => path.slice(start).reduce(memberOf, input));
  return values.find((value) => value !== undefined) ?? input;
}

const memberOf = (value: unknown, key: PropertyKey) =>
  (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key];

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.message !== "Invalid input") return issue.message;
  if (issue.code === "invalid_key") return issue.issues.map((inner) => inner.message).join(", ");
  if (issue.code === "invalid_value") return `must be one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type") return `must be of type ${issue.expected}`;
  return "is not valid";
}
