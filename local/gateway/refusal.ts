/** The answers that API Gateway gives without the function, formatted by the synthesized gateway responses. */
import type { HttpResult } from "./result";

/** The value of the header `x-amzn-errortype`, for response types that always have the same. */
const errorTypes: Readonly<Record<string, string>> = {
  BAD_REQUEST_BODY: "BadRequestException",
  INTEGRATION_FAILURE: "InternalServerErrorException",
  INTEGRATION_TIMEOUT: "InternalServerErrorException",
  INVALID_API_KEY: "ForbiddenException",
  MISSING_AUTHENTICATION_TOKEN: "MissingAuthenticationTokenException",
  REQUEST_TOO_LARGE: "BadRequestException",
  THROTTLED: "TooManyRequestsException",
  UNAUTHORIZED: "UnauthorizedException",
  UNKNOWN_STAGE: "ForbiddenException",
  UNSUPPORTED_MEDIA_TYPE: "BadRequestException",
};

interface RefusalOptions {
  /** @default that of the response type */
  readonly errorType?: string;
  /** For the developer's terminal: what the caller is not told. */
  readonly reason?: string;
}

/** An answer of API Gateway without the function, before a gateway response formats it. */
export class Refusal extends Error {
  readonly errorType: string | undefined;
  readonly reason: string | undefined;

  /**
   * @param type API Gateway's response type, such as `THROTTLED`; `UNKNOWN_STAGE` and `FRONT` for what happens
   * before API Gateway knows the API, which no gateway response formats
   * @param message the value of `$context.error.message`
   */
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    { errorType = errorTypes[type], reason }: RefusalOptions = {},
  ) {
    super(message);
    this.errorType = errorType;
    this.reason = reason;
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

/** What API Gateway's HTTP server answers before there is a request. The content type is as it was recorded. */
const front: GatewayResponse = {
  headers: { "content-type": "text; charset=utf-8" },
  body: "$context.error.message",
};

export function refuse(
  refusal: Refusal,
  requestId: string,
  responses: ReadonlyMap<string, GatewayResponse>,
): HttpResult {
  const { status, message, errorType } = refusal;
  const response = findResponse(refusal, responses);
  const variables: Readonly<Record<string, string>> = {
    "error.message": message,
    "error.messageString": JSON.stringify(message),
    requestId,
  };
  // In one pass, so that variables inside a message, such as a caller's header, are not replaced.
  const body = response.body.replaceAll(
    /\$context\.(error\.messageString|error\.message|requestId)/g,
    (_, variable) => variables[variable] as string,
  );
  return {
    status: response.status ?? status,
    headers: { ...(errorType && { "x-amzn-errortype": errorType }), ...response.headers },
    body: Buffer.from(body),
  };
}

/** API Gateway's response for a body over its limit cannot be customised, not even by `DEFAULT_4XX`. */
function findResponse(
  { status, type }: Refusal,
  responses: ReadonlyMap<string, GatewayResponse>,
): GatewayResponse {
  if (type === "FRONT") return front;
  if (type === "REQUEST_TOO_LARGE" || type === "UNKNOWN_STAGE") return unshaped;
  const usual = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  return responses.get(type) ?? responses.get(usual) ?? unshaped;
}
