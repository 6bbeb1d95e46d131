/** The answers that API Gateway gives without the function, as problem documents. */
import { corsHeaders, fixedHeaders, retryHeaders } from "../../functions/http/headers";
import { type Kind, kinds, problemType } from "../../functions/problem";
import type { ApiSettings } from "../settings/api";

type Refused = readonly [status: number, kind: string, title: string];

/** A problem that the function has too, with the same status and title. */
const sameAs = (kind: Kind): Refused => [kinds[kind].status, kind, kinds[kind].title];

/**
 * Response types whose status or text matters to a caller; the defaults answer for the others.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const types: Readonly<Record<string, Refused>> = {
  ACCESS_DENIED: [403, "forbidden", "Access is denied"],
  BAD_REQUEST_BODY: sameAs("invalid-body"),
  EXPIRED_TOKEN: [403, "forbidden", "The credentials have expired"],
  INTEGRATION_FAILURE: [502, "gateway-failed", "The request failed"], // the function threw or crashed
  INTEGRATION_TIMEOUT: [504, "timeout", "The service did not answer in time"],
  INVALID_API_KEY: [403, "forbidden", "The API key is missing or unknown"],
  INVALID_SIGNATURE: [403, "forbidden", "The signature is wrong"],
  MISSING_AUTHENTICATION_TOKEN: [403, "forbidden", "The request is not signed"],
  QUOTA_EXCEEDED: [429, "throttled", "The quota is used up"],
  THROTTLED: sameAs("throttled"),
  UNAUTHORIZED: [401, "unauthorized", "The caller is unknown"],
  UNSUPPORTED_MEDIA_TYPE: sameAs("unsupported-media-type"),
  WAF_FILTERED: [403, "forbidden", "The request was filtered"],
};

/** For documentation. A refusal that no type names has the kind of the defaults, with any status. */
export const gatewayKinds = Object.values(types).map(
  ([status, kind, title]) => [kind, { status, title }] as const,
);

interface GatewayResponse {
  /** When absent, API Gateway's own status is kept. */
  readonly statusCode?: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  /** Templates: API Gateway replaces `$context` variables. */
  readonly responseTemplates: Readonly<Record<string, string>>;
}

interface GatewayResponsesProps {
  readonly service: string;
  readonly settings: Pick<ApiSettings, "cors">;
}

/** The responses by API Gateway's response types. */
export function gatewayResponses({
  service,
  settings: { cors },
}: GatewayResponsesProps): Readonly<Record<string, GatewayResponse>> {
  const always = { ...fixedHeaders, ...(cors && corsHeaders(cors)) };
  const urn = (kind: string) => problemType(kind, service);
  const all = Object.entries(types).map(([type, [status, kind, title]]) => {
    // A quota, whose status is 429 too, is for a day at least.
    const headers = type === "THROTTLED" ? { ...always, ...retryHeaders(status) } : always;
    const shaped = response(headers, problem(urn(kind), title, status));
    return [type, { statusCode: `${status}`, ...shaped }] as const;
  });
  return {
    ...Object.fromEntries(all),
    DEFAULT_4XX: response(always, problem(urn("refused"), "The request was refused")),
    DEFAULT_5XX: response(always, problem(urn("gateway-failed"), "The request failed")),
  };
}

function response(headers: Readonly<Record<string, string>>, template: string): GatewayResponse {
  const all = Object.entries({ ...headers, "content-type": "application/problem+json" });
  return {
    responseParameters: Object.fromEntries(
      all.map(([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`]),
    ),
    responseTemplates: { "application/json": template },
  };
}

/** `messageString` includes its quotes. `validationErrorString` is not used, since it is not escaped. */
function problem(type: string, title: string, status?: number): string {
  const members = [
    `"type":"${type}"`,
    `"title":"${title}"`,
    ...(status === undefined ? [] : [`"status":${status}`]),
    '"detail":$context.error.messageString',
    '"requestId":"$context.requestId"',
  ];
  return `{${members.join(",")}}`;
}
