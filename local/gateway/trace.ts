/** The ids that API Gateway gives a request. They are in the event, and every answer has them as headers. */
import { randomUUID } from "node:crypto";
import { newTrace, randomHex } from "../function/environment";

export interface Trace {
  readonly requestId: string;
  /** 16 characters; the answer's header `x-amz-apigw-id`. */
  readonly extendedRequestId: string;
  /** The header `X-Amzn-Trace-Id`, of the function's event and of the answer. */
  readonly traceId: string;
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
const callersTrace =
  /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}(;Parent=[0-9a-f]{16})?(;Sampled=[01])?(;Lineage=[\w:|,]+)?$/;

/** @param given the caller's `X-Amzn-Trace-Id`, which API Gateway continues; another form is no trace */
export function createTrace(given: string | undefined): Trace {
  const random = randomHex();
  return {
    requestId: randomUUID(),
    extendedRequestId: Buffer.from(random.slice(0, 22), "hex").toString("base64"),
    traceId: given !== undefined && callersTrace.test(given) ? given : newTrace(random),
  };
}

export const traceHeaders = ({ requestId, extendedRequestId, traceId }: Trace) => ({
  "x-amzn-requestid": requestId,
  "x-amz-apigw-id": extendedRequestId,
  "x-amzn-trace-id": traceId,
});
