/** What API Gateway answers without the function, in the shape that the synthesized responses give it. */
import type { HttpResult } from "./result";

/** A refusal in API Gateway's own terms. */
export class Refusal extends Error {
  /**
   * @param type API Gateway's response type, such as `THROTTLED`
   * @param message fills `$context.error.message`
   * @param errorType the header `x-amzn-errortype`
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
  /** Absent, the refusal keeps its own. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A template with `$context` variables. */
  readonly body: string;
}

/** What API Gateway says where nothing else is configured. */
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
  // In one pass: what a message brings along, such as a caller's header, is not filled in.
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
