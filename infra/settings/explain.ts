/** The message about wrong settings: a line for each, with its path, what was received and what to do. */
import type * as z from "zod/mini";

/** @returns one text, for the terminal */
export function explain(issues: readonly z.core.$ZodIssue[]): string {
  const lines = issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map(
        (key) => `  ${[...path, key].join(".")}: there is no such setting; see docs/settings.md`,
      );
    }
    const received = receivedBy(issue);
    const tail = received === undefined ? "" : `, received ${JSON.stringify(received)}`;
    return `  ${path.join(".")}: ${messageOf(issue)}${tail}`;
  });
  return `The settings are not valid:\n${lines.join("\n")}`;
}

/** A check of several settings gets the object that has them as input. The end of the path selects one in it. */
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
  if (issue.code === "invalid_type") {
    const { input, expected } = issue;
    return input === undefined ? `is required, a ${expected}` : `must be of type ${expected}`;
  }
  return "is not valid";
}
