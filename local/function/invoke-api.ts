/**
 * Lambda's Invoke API, with which the AWS CLI and the SDKs call a function past API Gateway.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener } from "node:http";
import querystring from "node:querystring";
import { readBody } from "../read-body";
import { account, type LambdaFunction } from "../service/service";
import { maxPayload } from "./outcome";
import type { Caller, Ended } from "./pool";

interface InvokeApiProps {
  readonly functions: readonly LambdaFunction[];
  readonly region: string;
  /** Throws a Refusal. When absent, every caller is admitted. */
  readonly authorize?: (request: IncomingMessage, body: Buffer) => void;
  readonly invoke: (lambda: LambdaFunction, event: unknown, caller?: Caller) => Promise<Ended>;
}

interface Answer {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** An answer of Lambda itself. */
class LambdaError extends Error {
  constructor(
    readonly status: number,
    override readonly name: string,
    message: string,
  ) {
    super(message);
  }
}

const path = /^\/2015-03-31\/functions\/([^/?]+)\/invocations\/?(?:\?(.*))?$/;

/** Whether the request is for Lambda, and not for API Gateway. */
export const isInvocation = ({ url = "" }: IncomingMessage) => path.test(url);

/** Bytes of the log that `X-Amz-Log-Type: Tail` returns. */
const maxTail = 4096;

/** Answers requests for which `isInvocation` is true. */
export function createInvokeApi(props: InvokeApiProps): RequestListener {
  return async (request, response) => {
    const answer = await answerInvocation(request, props).catch(describeError);
    // By setHeader, which makes writeHead keep headers: the request's log line asks the response for the id.
    response.setHeader("x-amzn-requestid", randomUUID());
    response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
    response.end(answer.body);
  };
}

async function answerInvocation(request: IncomingMessage, props: InvokeApiProps): Promise<Answer> {
  if (request.method !== "POST") throw new LambdaError(405, "MethodNotAllowed", "Use POST.");
  const body = await readPayload(request);
  props.authorize?.(request, body);
  const lambda = findFunction(request.url as string, props);
  const event = readEvent(body);
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (type === "DryRun") return { status: 204 };
  if (type === "Event") {
    void props.invoke(lambda, event).catch(() => {}); // it has not begun when the server ends
    return { status: 202 };
  }
  if (type !== "RequestResponse") {
    const message = `X-Amz-Invocation-Type must be Event, RequestResponse or DryRun, not ${type}.`;
    throw new LambdaError(400, "InvalidParameterValueException", message);
  }
  const tail = request.headers["x-amz-log-type"] === "Tail";
  const ended = await props.invoke(lambda, event, { aborted: false, tail });
  return describeEnd(ended, tail, lambda);
}

async function readPayload(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, maxPayload);
  if (body !== undefined) return body;
  const message = `Request must be smaller than ${maxPayload} bytes for the InvokeFunction operation`;
  throw new LambdaError(413, "RequestTooLargeException", message);
}

/** The name can be the function's ARN, or a part of it, and have the qualifier at its end. */
function findFunction(url: string, { functions, region }: InvokeApiProps): LambdaFunction {
  const [, encoded = "", query = ""] = path.exec(url) ?? [];
  const given = querystring.unescape(encoded); // never throws
  const parts = /^(?:(?:arn:[\w-]+:lambda:[\w-]+:)?\d{12}:function:)?([\w-]+)(?::([\w$-]+))?$/.exec(
    given,
  );
  const [, name = given, ofName] = parts ?? [];
  const qualifier = new URLSearchParams(query).get("Qualifier") ?? ofName;
  if (ofName !== undefined && qualifier !== ofName) {
    const message =
      "The derived qualifier from the function name does not match the specified qualifier.";
    throw new LambdaError(400, "InvalidParameterValueException", message);
  }
  const found = functions.find((one) => one.name === name);
  const known = [undefined, "$LATEST", found?.qualifier, found?.version];
  if (found !== undefined && known.includes(qualifier)) return found;
  const suffix = qualifier === undefined ? "" : `:${qualifier}`;
  const message = `Function not found: arn:aws:lambda:${region}:${account}:function:${name}${suffix}`;
  const names = new Set(functions.map((one) => one.name));
  const hint = `This service has ${[...names].join(", ")}.`;
  throw new LambdaError(404, "ResourceNotFoundException", `${message}. ${hint}`);
}

/** No payload is an empty object. */
function readEvent(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8") || "{}");
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    throw new LambdaError(400, "InvalidRequestContentException", message);
  }
}

function describeEnd(ended: Ended, tail: boolean, { version }: LambdaFunction): Answer {
  const failure = "payload" in ended ? tooLarge(ended.payload) : describeFailure(ended);
  const log = Buffer.from(`${ended.log.join("\n")}\n`).subarray(-maxTail);
  return {
    status: 200,
    headers: {
      "x-amz-executed-version": version,
      "x-amzn-requestid": ended.requestId,
      ...(failure && { "x-amz-function-error": "Unhandled" }),
      ...(tail && { "x-amz-log-result": log.toString("base64") }),
    },
    body: failure ? JSON.stringify(failure) : (ended as { payload: string }).payload,
  };
}

function tooLarge(payload: string) {
  if (Buffer.byteLength(payload) <= maxPayload) return undefined;
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxPayload} bytes).`;
  return { errorType: "Function.ResponseSizeTooLarge", errorMessage };
}

const describeFailure = ({ errorType, message, trace }: Exclude<Ended, { payload: string }>) => ({
  errorType,
  errorMessage: message,
  ...(trace && { trace }),
});

type RefusedCall = Partial<LambdaError> & { readonly errorType?: string };

function describeError(error: unknown): Answer {
  const { status = 500, name, message, errorType = name } = error as RefusedCall;
  const body = JSON.stringify({ Type: status < 500 ? "User" : "Service", Message: message });
  return { status, headers: { "x-amzn-errortype": errorType }, body };
}
