/** Turns answers and problems into results of API Gateway's proxy integration. */
import type { APIGatewayProxyResult } from "aws-lambda";
import { Problem } from "../problem";
import { formatJson } from "../values/json";
import { type Cors, corsHeaders, fixedHeaders, retryHeaders } from "./headers";

/** Bytes. Lambda returns at most 6 MB; 16 KB of them are kept for the headers. */
const maxAnswerSize = 6 * 1024 * 1024 - 16_384;

/** An answer to an HTTP request, before its body is serialized. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Serialized as JSON; `undefined` for no body. */
  readonly body?: unknown;
}

/** What every response of a request needs. */
interface ResponseProps {
  readonly requestId: string;
  /** A part of each problem's `type`. */
  readonly service: string;
  /** When absent, browsers let no page of another origin read an answer. */
  readonly cors?: Cors;
}

export function respond(answer: Answer, props: ResponseProps): APIGatewayProxyResult {
  const { status, body: value } = answer;
  const headers = { ...crossOrigin(props), ...answer.headers };
  if (value === undefined) return response(status, "", props, headers);
  const body = formatJson(value);
  checkAnswerSize(body);
  return response(status, body, props, { "content-type": "application/json", ...headers });
}

/**
 * @param answer what Lambda serializes as JSON: the text of a body, which its escapes make longer, or any value
 * @throws Problem `answer-too-large`
 */
export function checkAnswerSize(answer: unknown): void {
  if (typeof answer === "string" && answer.length < maxAnswerSize / 8) return; // at most 6 bytes per character
  if (Buffer.byteLength(JSON.stringify(answer)) <= maxAnswerSize) return;
  throw new Problem("answer-too-large", "Ask for less: for fewer items, or for fewer attributes.");
}

/** The problem's own status, with its document as the body. */
export function respondProblem(problem: Problem, props: ResponseProps): APIGatewayProxyResult {
  const { status } = problem;
  return response(status, JSON.stringify(problem.document(props)), props, {
    "content-type": "application/problem+json",
    ...retryHeaders(status),
    ...crossOrigin(props),
    ...problem.headers,
  });
}

const crossOrigin = ({ cors }: ResponseProps) => (cors ? corsHeaders(cors) : {});

function response(
  statusCode: number,
  body: string,
  { requestId }: ResponseProps,
  more: Readonly<Record<string, string>>,
): APIGatewayProxyResult {
  const headers = {
    ...fixedHeaders,
    "x-request-id": requestId,
    ...more,
  };
  return { statusCode, headers, body };
}

/** The answer to HEAD is the one to GET without its body (RFC 9110, section 9.3.2). */
export function withoutBody(result: APIGatewayProxyResult): APIGatewayProxyResult {
  return { ...result, body: "" };
}
