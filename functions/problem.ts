/** Everything that can go wrong, as RFC 9457 problems: the kinds, and which error is which kind. */

/** What a problem's `type` ends with, and the status and title of each. */
export const kinds = {
  "invalid-body": { status: 400, title: "The request is not valid" },
  "invalid-parameter": { status: 400, title: "The request is not valid" },
  unreadable: { status: 400, title: "The request is not valid" },
  "table-not-allowed": { status: 403, title: "The table is not served here" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "The method is not supported here" },
  "precondition-failed": { status: 412, title: "The precondition does not hold" },
  "already-exists": { status: 409, title: "The item exists already" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "answer-too-large": { status: 413, title: "The answer is too large" },
  "item-too-large": { status: 413, title: "The item is too large" },
  "collection-too-large": { status: 413, title: "The item collection is too large" },
  "unsupported-media-type": { status: 415, title: "The content type is not supported" },
  "condition-failed": { status: 409, title: "The condition does not hold" },
  conflict: { status: 409, title: "Another write is under way" },
  throttled: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "Something is wrong on our side" },
  unavailable: { status: 503, title: "The database is not available" },
  timeout: { status: 504, title: "The database did not answer in time" },
} as const;

export type Kind = keyof typeof kinds;

/** Every status that a problem can have, each once. */
export const statuses: readonly number[] = [
  ...new Set(Object.values(kinds).map(({ status }) => status)),
].sort();

/** Headers of every answer: it is data of one caller at one moment. */
export const fixedHeaders = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;

/** For the statuses after which a request may be sent again: seconds to wait (RFC 9110, section 10.2.3). */
export const retryHeaders = (status: number): Readonly<Record<string, string>> =>
  status === 429 || status === 503 ? { "retry-after": "1" } : {};

/** The URI of a kind, which RFC 9457 calls the type. */
export const problemType = (kind: string, service: string) => `urn:problem-type:${service}:${kind}`;

/** One problem of a body: where (RFC 6901 JSON Pointer) and what. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** The only error class of the functions. Its text goes to the caller. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly kind: Kind,
    detail: string,
    readonly errors?: readonly FieldError[],
    /** Response headers that belong to the problem. */
    readonly headers?: Readonly<Record<string, string>>,
  ) {
    super(detail);
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

/** DynamoDB answers 400 to every fault of a caller, so the name decides and not the status. Others are internal. */
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
  // An unknown name is a 500 too. These are meant to be: our setup is at fault, or the exception
  // belongs to a command that no operation runs.
};

/** Names and codes of errors, as the SDK and Node give them, to kinds. */
export const kindOfName: ReadonlyMap<string, Kind> = new Map(
  Object.entries(namesOfKind).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as Kind] as const),
  ),
);

const details: Partial<Record<Kind, string>> = {
  "condition-failed": "The item's present state does not meet the condition of the request.",
  conflict: "Another request was writing the same item. Send the request again.",
  "item-too-large": "An item holds at most 400 KB, names included.",
  "collection-too-large": "The items of one hash key and their local indexes have at most 10 GB.",
  unreadable: "DynamoDB could not read a value of the request.",
  throttled: "Slow down and send the request again.",
  unavailable:
    "Send the request again in a moment. If it was a write, it may have happened all the same.",
  timeout:
    "If the request was a write, it is not known whether it happened. Read before repeating.",
  internal: "The request could not be completed. The log has the error's name by the request id.",
};

/**
 * What DynamoDB's word on a request must not hold to be passed on: names of an account's things,
 * its number, lines of a stack, paths of files.
 */
const secret = /arn:|\d{4}-?\d{4}-?\d{4}|[\r\n]\s*at\s|:\d+:\d+|(^|[^\w.])[/\\][\w.-]+[/\\]/i;

/** The problem that any thrown value is. Texts of the service pass only where they help the caller. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { name, code, message, status } = facts(error);
  // The SDK names a broken connection TimeoutError and leaves the cause in the code.
  const known = kindOfName.get(code) ?? kindOfName.get(name);
  const kind = known ?? (status >= 500 ? "unavailable" : "internal");
  if (kind !== "invalid-body") return new Problem(kind, details[kind] as string);
  if (/^item size /i.test(message)) {
    return new Problem("item-too-large", details["item-too-large"] as string);
  }
  const passes = message !== "" && !secret.test(message);
  return new Problem(kind, passes ? message : "DynamoDB refused the request.");
}

function facts(error: unknown) {
  const { name, code, message, $metadata } = (error ?? {}) as Record<string, unknown>;
  const status = ($metadata as { httpStatusCode?: number } | undefined)?.httpStatusCode ?? 0;
  return { name: String(name), code: String(code), message: String(message ?? ""), status };
}
