/** The answers that API Gateway gives without the function, in the function's own problem shape. */

/** Without a status code, the response keeps the one of its cause. */
interface GatewayResponse {
  readonly statusCode?: string;
  /** A template: `$context` variables are filled in by API Gateway. */
  readonly body: string;
}

/** By API Gateway's response types; the two defaults stand for all others. */
export const gatewayResponses: Readonly<Record<string, GatewayResponse>> = {
  BAD_REQUEST_BODY: {
    statusCode: "400",
    body: problem("invalid-body", "The request is not valid", 400),
  },
  DEFAULT_4XX: { body: problem("refused", "The request was refused") },
  DEFAULT_5XX: { body: problem("gateway-failed", "The request failed") },
};

/** `messageString` brings its own quotes; `validationErrorString` is not used, since it is not escaped. */
function problem(kind: string, title: string, status?: number): string {
  const members = [
    `"type":"urn:problem-type:dynamodb-operations:${kind}"`,
    `"title":"${title}"`,
    ...(status === undefined ? [] : [`"status":${status}`]),
    '"detail":$context.error.messageString',
    '"requestId":"$context.requestId"',
  ];
  return `{${members.join(",")}}`;
}
