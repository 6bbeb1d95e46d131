/** The Lambda handler: one request in, one row of the operation table run, one answer and one log line out. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { encodeAttributes } from "./attributes";
import { limits } from "./client";
import type { Cors } from "./cors";
import {
  checkAnswerSize,
  isHttpEvent,
  requestIdOf,
  respond,
  respondProblem,
  withoutBody,
} from "./http";
import { refusePrototypeKey } from "./json";
import { Problem, problemOf } from "./problem";
import { readRequest, type Tables } from "./request";
import { answerHttp, type Run } from "./routes";
import { describeUnexpected } from "./unexpected";

/** What the handler needs of the world; tests and the entry point supply it. */
export interface Ports {
  /** The document client's `send`. */
  readonly send: (command: never, options: { abortSignal: AbortSignal }) => Promise<object>;
  readonly tables: Tables;
  /** Absent, pages of other origins cannot read any answer. */
  readonly cors?: Cors;
  /** Takes one JSON text per request, without its newline. */
  readonly log: (line: string) => void;
}

type Invocation = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis"> &
  Partial<Pick<Context, "functionVersion">>;
type LogEntry = Record<string, string | number | readonly string[] | undefined>;

/**
 * A handler for the proxy integration's events and for the bare envelope (direct invocation).
 * HTTP always gets a response; a direct caller gets the bare result, or an error whose `name` is
 * the problem's kind and whose `message` is the problem document.
 */
export function createHandler(ports: Ports) {
  return async (event: unknown, context: Invocation): Promise<unknown> => {
    const http = isHttpEvent(event);
    const requestId = (http && requestIdOf(event)) || context.awsRequestId;
    const started = Date.now();
    const entry: LogEntry = { requestId };
    const note = (error: unknown) => noteProblem(error, entry, event, context);
    const perform = (envelope: unknown) => run(envelope, ports, context, entry);
    try {
      if (http) return await respondTo(event, requestId, ports, perform, entry, note);
      refusePrototypeKey(event); // a text is looked at when it is parsed; this one Lambda has parsed
      const result = await perform(event);
      checkAnswerSize(result);
      entry.status = 200;
      return result;
    } catch (error) {
      throw directError(note(error), requestId);
    } finally {
      entry.ms = Date.now() - started;
      ports.log(JSON.stringify(entry));
    }
  };
}

/** HTTP always gets a response. */
async function respondTo(
  event: APIGatewayProxyEvent,
  requestId: string,
  { tables, cors }: Ports,
  perform: Run,
  entry: LogEntry,
  note: (error: unknown) => Problem,
): Promise<APIGatewayProxyResult> {
  const result = await answerHttp(event, tables, perform)
    .then((answer) => respond(answer, requestId, cors))
    .catch((error) => respondProblem(note(error), requestId, cors));
  entry.status = result.statusCode;
  return event.httpMethod === "HEAD" ? withoutBody(result) : result;
}

function noteProblem(
  error: unknown,
  entry: LogEntry,
  event: unknown,
  { functionVersion }: Invocation,
): Problem {
  const problem = problemOf(error);
  entry.status = problem.status;
  entry.error = error instanceof Problem ? problem.kind : nameOf(error);
  const attempts = attemptsOf(error);
  if (attempts !== undefined) entry.attempts = (Number(entry.attempts) || 0) + attempts;
  if (problem.kind === "internal") {
    // A bug, or a function that is set up wrongly. The version says which code the frames are of.
    Object.assign(entry, describeUnexpected(error, event), { version: functionVersion });
  }
  return problem;
}

/** An envelope by its row: a façade's request may take several. */
async function run(envelope: unknown, ports: Ports, context: Invocation, entry: LogEntry) {
  const { name, operation, payload, table } = readRequest(envelope, ports.tables);
  entry.operation = name;
  entry.table = table?.name;
  if (!("Command" in operation)) return operation.answer(payload);
  const input = { ...(payload as object), TableName: table?.physicalName };
  const command = new operation.Command(input as never);
  const time = Math.max(context.getRemainingTimeInMillis() - limits.reserve, 1);
  const output = await ports.send(command as never, { abortSignal: AbortSignal.timeout(time) });
  const { $metadata, ...result } = output as Output;
  entry.attempts = (Number(entry.attempts) || 0) + $metadata.attempts;
  entry.items = result.Items?.length;
  return encodeOutput(result);
}

interface Output {
  $metadata: { attempts: number };
  Items?: unknown[];
  [member: string]: unknown;
}

const attributeMembers = ["Item", "Attributes", "LastEvaluatedKey"];

/** Only these members of an output hold attributes; counts and the like are JSON already. */
function encodeOutput(output: Record<string, unknown>): Record<string, unknown> {
  const encode = (value: unknown) => encodeAttributes(value as Record<string, unknown>);
  const entries = Object.entries(output).map(([name, value]) => {
    if (name === "Items") return [name, (value as unknown[]).map(encode)];
    return [name, attributeMembers.includes(name) && value ? encode(value) : value];
  });
  return Object.fromEntries(entries);
}

function directError(problem: Problem, requestId: string): Error {
  const error = new Error(JSON.stringify(problem.document(requestId)));
  error.name = problem.kind;
  error.stack = `${error.name}: ${error.message}`; // Lambda returns the stack to the caller
  return error;
}

/** A broken connection is called Error, or TimeoutError; its code says more. */
function nameOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name);
}

const attemptsOf = (error: unknown) =>
  (error as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts;
