/** Problems (RFC 9457): their kinds, and the kind of each error. API Gateway answers with them too. */
import { shorten } from "./wording";

/** The kinds, with status and title. A problem's `type` ends with its kind. */
export const kinds = {
  "invalid-body": { status: 400, title: "The request is not valid" },
  "invalid-parameter": { status: 400, title: "The request is not valid" },
  unreadable: { status: 400, title: "The request is not valid" },
  "table-not-allowed": { status: 403, title: "The table is not served here" },
  "operation-not-allowed": { status: 403, title: "The operation is not allowed on this table" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "The method is not supported here" },
  "precondition-failed": { status: 412, title: "The precondition failed" },
  "already-exists": { status: 409, title: "The item already exists" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "answer-too-large": { status: 413, title: "The answer is too large" },
  "item-too-large": { status: 413, title: "The item is too large" },
  "collection-too-large": { status: 413, title: "The item collection is too large" },
  "unsupported-media-type": { status: 415, title: "The content type is not supported" },
  "condition-failed": { status: 409, title: "The condition failed" },
  conflict: { status: 409, title: "Another write is in progress" },
  throttled: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "The service has an internal error" },
  unavailable: { status: 503, title: "The database is not available" },
  timeout: { status: 504, title: "The database did not answer in time" },
} as const;

export type Kind = keyof typeof kinds;

/** Every status that a problem can have, each once. */
export const statuses: readonly number[] = [
  ...new Set(Object.values(kinds).map(({ status }) => status)),
].sort();

/** The URI of a kind, which RFC 9457 calls the type. */
export const problemType = (kind: string, service: string) => `urn:problem-type:${service}:${kind}`;

/** One problem of a body: where (RFC 6901 JSON Pointer) and what. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** The only error class of the function. The caller gets its message. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly kind: Kind,
    detail: string,
    readonly errors?: readonly FieldError[],
    /** Response headers that belong to the problem. */
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(shorten(detail));
    this.status = kinds[kind].status;
  }

  /** The members of the problem document, in the order of RFC 9457, section 3.1. */
  document({ requestId, service }: { readonly requestId: string; readonly service: string }) {
    const { status, title } = kinds[this.kind];
    return {
      type: problemType(this.kind, service),
      title,
      status,
      detail: this.message,
      requestId,
      ...(this.errors && { errors: this.errors }),
    };
  }
}

/** A problem of the URL or of a header. */
export const invalidParameter = (detail: string) => new Problem("invalid-parameter", detail);

/** DynamoDB answers most errors with 400, so the error's name decides and not the status. An unknown name is `internal`. */
const namesOfKind: Partial<Record<Kind, readonly string[]>> = {
  "invalid-body": ["ValidationException"],
  unreadable: ["SerializationException"],
  "condition-failed": ["ConditionalCheckFailedException"],
  conflict: [
    "TransactionConflictException",
    "ReplicatedWriteConflictException",
    "TransactionInProgressException",
  ],
  "collection-too-large": ["ItemCollectionSizeLimitExceededException"],
  throttled: [
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "Throttling",
    "ThrottlingException",
    "LimitExceededException",
  ],
  unavailable: [
    "InternalServerError",
    "ServiceUnavailable",
    "ServiceUnavailableException",
    "ECONNRESET",
    "ECONNREFUSED",
    "EPIPE",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
  ],
  timeout: ["TimeoutError", "RequestTimeout", "RequestTimeoutException", "AbortError"],
};

/** The kind of each error, by its name or code in the SDK and in Node. */
export const kindOfName: ReadonlyMap<string, Kind> = new Map(
  Object.entries(namesOfKind).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as Kind] as const),
  ),
);

const details: Partial<Record<Kind, string>> = {
  "condition-failed": "The item as it is now does not meet the condition.",
  conflict: "Another request was writing the same item. Send the request again.",
  "item-too-large": "An item has at most 400 KB, attribute names included.",
  "collection-too-large": "The items of one hash key and their local indexes have at most 10 GB.",
  unreadable: "DynamoDB could not read a value of the request.",
  throttled: "Slow down and send the request again.",
  unavailable:
    "Send the request again in a moment. If it was a write, it may already have happened.",
  timeout:
    "If the request was a write, it is not known whether it happened. Read before repeating.",
  internal:
    "The request could not be completed. The log line with this request id names the error.",
};

/**
 * Never forward a message that matches: it contains an ARN, an account id, a stack frame or a path
 * of a file.
 */
const secret = /arn:|\d{4}-?\d{4}-?\d{4}|[\r\n]\s*at\s|:\d+:\d+|(^|[^\w.])[/\\][\w.-]+[/\\]/i;

/**
 * The problem for any thrown value. DynamoDB's message is forwarded only when the request is not valid.
 * @param forward what the caller gets of such a message, which may quote any part of the request. @default all of it
 */
export function problemOf(error: unknown, forward = (message: string) => message): Problem {
  if (error instanceof Problem) return error;
  const { name, code, message, status } = facts(error);
  // The SDK names a broken connection TimeoutError and leaves the cause in the code.
  const known = kindOfName.get(code) ?? kindOfName.get(name);
  const kind = known ?? (status >= 500 ? "unavailable" : "internal");
  if (kind !== "invalid-body") return new Problem(kind, details[kind] as string);
  if (/^item size /i.test(message)) {
    return new Problem("item-too-large", details["item-too-large"] as string);
  }
  if (message === "" || secret.test(message)) {
    return new Problem(kind, "DynamoDB refused the request.");
  }
  return new Problem(kind, explainReservedWord(message) ?? forward(message));
}

/** For `catch`: a problem of this kind when a condition fails. */
export function onCondition(kind: Kind, detail: string) {
  return (error: unknown): never => {
    if (problemOf(error).kind === "condition-failed") throw new Problem(kind, detail);
    throw error;
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html */
function explainReservedWord(message: string): string | undefined {
  const [, start, word] =
    /^(\w+ \w+): Attribute name is a reserved keyword; reserved keyword: (\w{1,64})$/.exec(
      message,
    ) ?? [];
  if (word === undefined) return undefined;
  const names = `"ExpressionAttributeNames":{"#${word}":"${word}"}`;
  return `${start}: ${word} is a reserved word. Write #${word} in the expression, and ${names} beside it.`;
}

function facts(error: unknown) {
  const { name, code, message, $metadata } = (error ?? {}) as Record<string, unknown>;
  const status = ($metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode ?? 0;
  return { name: String(name), code: String(code), message: String(message ?? ""), status };
}
