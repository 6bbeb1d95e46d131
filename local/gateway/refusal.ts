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

export const internalError = () => new Refusal(502, "DEFAULT_5XX", "Internal server error");

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
  const { status, type, message, errorType } = refusal;
  const response =
    responses.get(type) ?? responses.get(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX") ?? unshaped;
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
