/** What a caller is told of each kind of problem, word for word. */
import type { Kind } from "../../../functions/problem";

interface Told {
  readonly status: number;
  readonly title: string;
  /** Seconds after which the request may be sent again. @default it may not */
  readonly retryAfter?: "1";
  /** The detail for DynamoDB's errors of this kind, whatever their own message is. @default it depends on the error */
  readonly detail?: string;
}

const wrong = { status: 400, title: "The request is not valid" } as const;

export const told: Readonly<Record<Kind, Told>> = {
  "invalid-body": { ...wrong, detail: "DynamoDB refused the request." },
  "invalid-parameter": wrong,
  unreadable: { ...wrong, detail: "DynamoDB could not read a value of the request." },
  "table-not-allowed": { status: 403, title: "The table is not served here" },
  "operation-not-allowed": {
    status: 403,
    title: "The operation is not allowed on this table",
  },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "The method is not supported here" },
  "precondition-failed": { status: 412, title: "The precondition failed" },
  "already-exists": { status: 409, title: "The item already exists" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "answer-too-large": { status: 413, title: "The answer is too large" },
  "item-too-large": { status: 413, title: "The item is too large" },
  "collection-too-large": {
    status: 413,
    title: "The item collection is too large",
    detail: "The items of one hash key and their local indexes have at most 10 GB.",
  },
  "unsupported-media-type": { status: 415, title: "The content type is not supported" },
  "condition-failed": {
    status: 409,
    title: "The condition failed",
    detail: "The item as it is now does not meet the condition.",
  },
  conflict: {
    status: 409,
    title: "Another write is in progress",
    detail: "Another request was writing the same item. Send the request again.",
  },
  throttled: {
    status: 429,
    title: "Too many requests",
    retryAfter: "1",
    detail: "Slow down and send the request again.",
  },
  internal: {
    status: 500,
    title: "The service has an internal error",
    detail:
      "The request could not be completed. The log line with this request id names the error.",
  },
  unavailable: {
    status: 503,
    title: "The database is not available",
    retryAfter: "1",
    detail: "Send the request again in a moment. If it was a write, it may already have happened.",
  },
  timeout: {
    status: 504,
    title: "The database did not answer in time",
    detail:
      "If the request was a write, it is not known whether it happened. Read before repeating.",
  },
};

/** The kind of each error of DynamoDB that says something to a caller. */
export const meanings: Readonly<Record<string, Kind>> = {
  ValidationException: "invalid-body",
  SerializationException: "unreadable",
  ConditionalCheckFailedException: "condition-failed",
  TransactionConflictException: "conflict",
  ReplicatedWriteConflictException: "conflict",
  TransactionInProgressException: "conflict",
  ItemCollectionSizeLimitExceededException: "collection-too-large",
  ProvisionedThroughputExceededException: "throttled",
  RequestLimitExceeded: "throttled",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  LimitExceededException: "throttled",
  InternalServerError: "unavailable",
  ServiceUnavailable: "unavailable",
  ServiceUnavailableException: "unavailable",
  TimeoutError: "timeout",
  RequestTimeout: "timeout",
  RequestTimeoutException: "timeout",
};

/** Errors of DynamoDB that say nothing to a caller: the function is set up wrongly, or never sends such a command. */
export const internalNames = [
  "ResourceNotFoundException",
  "AccessDeniedException",
  "UnrecognizedClientException",
  "InvalidSignatureException",
  "IncompleteSignatureException",
  "MissingAuthenticationTokenException",
  "ExpiredTokenException",
  "InvalidEndpointException",
  "BackupInUseException",
  "BackupNotFoundException",
  "ContinuousBackupsUnavailableException",
  "DuplicateItemException",
  "ExportConflictException",
  "ExportNotFoundException",
  "GlobalTableAlreadyExistsException",
  "GlobalTableNotFoundException",
  "IdempotentParameterMismatchException",
  "ImportConflictException",
  "ImportNotFoundException",
  "IndexNotFoundException",
  "InvalidExportTimeException",
  "InvalidRestoreTimeException",
  "PointInTimeRecoveryUnavailableException",
  "PolicyNotFoundException",
  "ReplicaAlreadyExistsException",
  "ReplicaNotFoundException",
  "ResourceInUseException",
  "TableAlreadyExistsException",
  "TableInUseException",
  "TableNotFoundException",
  "TransactionCanceledException",
];
