/** What the function gets for a request, and what becomes of its outcome. */
import { maxPayload, type Outcome } from "../function/outcome";
import { unsupported } from "./body";
import { readOutcome } from "./body-integration";
import { type Arrival, createEvent } from "./event";
import { contentTypeOf } from "./models";
import { internalError, Refusal } from "./refusal";
import { type HttpResult, readResult } from "./result";

/** Serializing an event to measure it takes time, and its other parts are far smaller than this. */
const surelySmall = maxPayload / 8;

/** @throws Refusal 413 or 415 */
export function createInvocation(arrival: Arrival): unknown {
  const { integration } = arrival.match.route;
  const event = integration.type === "AWS_PROXY" ? createEvent(arrival) : bodyOf(arrival);
  if (arrival.body.length < surelySmall) return event;
  if (Buffer.byteLength(JSON.stringify(event)) <= maxPayload) return event;
  throw new Refusal(413, "REQUEST_TOO_LARGE", "Request Too Long", {
    reason: "The function's event is over 6 MB.",
  });
}

function bodyOf({ match, request, body, isBase64Encoded }: Arrival): unknown {
  const { integration } = match.route;
  const type = contentTypeOf(request);
  if (integration.type === "AWS" && !integration.contentTypes.includes(type)) {
    throw unsupported(`The integration has no template for ${type}.`);
  }
  return JSON.parse(isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body);
}

interface ResultProps {
  /** Whether the caller takes binary answers. */
  readonly decodes: boolean;
  /** Takes why a request failed. */
  readonly fail: (requestId: string, reason: string) => void;
}

/** @throws Refusal 502 */
export function resultOf(
  outcome: Outcome,
  { match, trace: { requestId } }: Arrival,
  { decodes, fail }: ResultProps,
): HttpResult {
  const { integration } = match.route;
  if ("failure" in outcome) fail(requestId, outcome.failure);
  if (integration.type === "AWS") return readOutcome(outcome, integration.responses, requestId);
  if ("failure" in outcome) throw internalError();
  const result = readResult(outcome.payload, decodes);
  if (!("malformed" in result)) return result;
  fail(requestId, `Malformed Lambda proxy response: ${result.malformed}.`);
  throw internalError();
}
