/** The integration of type `AWS`: the function gets only the body, and patterns choose the status. */
import type { Outcome } from "../function/outcome";
import type { IntegrationResponse } from "../service/integration";
import type { HttpResult } from "./result";

/** Variables of templates. Header mappings write `context` without the dollar sign. */
const variables = /\$input\.path\('\$\.errorMessage'\)|\$?context\.requestId/g;

export function readOutcome(
  outcome: Outcome,
  responses: readonly IntegrationResponse[],
  requestId: string,
): HttpResult {
  const message = "payload" in outcome ? undefined : outcome.message;
  const response = responses.find(({ pattern }) =>
    message === undefined ? pattern === undefined : pattern && matches(pattern, message),
  );
  // If no pattern matches, API Gateway takes the response without a pattern, which is the success.
  const { status, headers, template } = (response ??
    responses.find(({ pattern }) => pattern === undefined)) as IntegrationResponse;
  const payload =
    "payload" in outcome ? outcome.payload : JSON.stringify({ errorMessage: outcome.message });
  // In one pass, so that variables inside a message are not replaced.
  const fill = (text: string) =>
    text.replaceAll(variables, (variable) =>
      variable.startsWith("$input") ? (message ?? "") : requestId,
    );
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, fill(text)])),
    body: Buffer.from(template === undefined ? payload : fill(template)),
  };
}

function matches(pattern: string, message: string): boolean {
  const dotAll = pattern.startsWith("(?s)");
  return new RegExp(`^(?:${pattern.replace("(?s)", "")})$`, dotAll ? "s" : "").test(message);
}
