/** The answers that API Gateway gives without the function, formatted by the synthesized gateway responses. */
import type { HttpResult } from "./result";

/** An answer of API Gateway without the function, before a gateway response formats it. */
export class Refusal extends Error {
  /**
   * @param type API Gateway's response type, such as `THROTTLED`
   * @param message the value of `$context.error.message`
   * @param errorType the value of the header `x-amzn-errortype`
   */
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly errorType?: string,
  ) {
    super(message);
  }
}

export const internalError = () => new Refusal(502, "INTEGRATION_FAILURE", "Internal server error");

/** A synthesized gateway response. */
export interface GatewayResponse {
  /** When absent, the refusal's status is kept. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A template with `$context` variables. */
  readonly body: string;
}

/** API Gateway's own response, when none is configured. */
const unshaped: GatewayResponse = {
  headers: { "content-type": "application/json" },
  body: '{"message":$context.error.messageString}',
};

export function refuse(
  refusal: Refusal,
  requestId: string,
  responses: ReadonlyMap<string, GatewayResponse>,
): HttpResult {
  const { status, message, errorType } = refusal;
  const response = findResponse(refusal, responses);
  // In one pass, so that variables inside a message, such as a caller's header, are not replaced.
  const body = response.body.replaceAll(
    /\$context\.(error\.messageString|requestId)/g,
    (_, variable) => (variable === "requestId" ? requestId : JSON.stringify(message)),
  );
  return {
    status: response.status ?? status,
    headers: {
      "x-amzn-requestid": requestId,
      ...(errorType && { "x-amzn-errortype": errorType }),
      ...response.headers,
    },
    body: Buffer.from(body),
  };
}

/** API Gateway's response for a body over its limit cannot be customised, not even by `DEFAULT_4XX`. */
function findResponse(
  { status, type }: Refusal,
  responses: ReadonlyMap<string, GatewayResponse>,
): GatewayResponse {
  if (type === "REQUEST_TOO_LARGE") return unshaped;
  const usual = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  return responses.get(type) ?? responses.get(usual) ?? unshaped;
}
