/** The Lambda handler: one event in, one answer and one log line out. */
import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import { execute, type Invocation, type LogEntry } from "./execute";
import { isHttpEvent, requestIdOf } from "./http/event";
import type { Cors } from "./http/headers";
import { checkAnswerSize, respond, respondProblem, withoutBody } from "./http/response";
import { withoutValues } from "./mask";
import { guide } from "./paths";
import { Problem, problemOf } from "./problem";
import { readRequest } from "./request";
import { answerHttp } from "./rest/router";
import type { Tables } from "./table";
import { describeUnexpected } from "./unexpected";
import { refusePrototypeKey } from "./values/json";

/** What the handler depends on. The entry point and the tests supply it. */
export interface Ports {
  readonly send: Invocation["send"];
  readonly tables: Tables;
  /** When absent, browsers let no page of another origin read an answer. */
  readonly cors?: Cors;
  /** Path of the resource that takes the envelope. @default the guide's */
  readonly resource?: string;
  /** Name of the service, a part of each problem's `type`. @default the guide's */
  readonly service?: string;
  /** Checksum of the code's zip, by which the frames of an unexpected error lead to source. */
  readonly codeSha256?: string;
  /** Receives one JSON text per request, without a newline. */
  readonly log: (line: string) => void;
}

type LambdaContext = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis"> &
  Partial<Pick<Context, "functionVersion">>;

/**
 * A handler for the proxy integration's events and for the bare envelope (direct invocation).
 * An HTTP event always gets a response. A direct caller gets the bare result, or an error whose
 * `name` is the problem's kind and whose `message` is the problem document.
 */
export function createHandler(given: Ports) {
  const ports = { ...guide, ...given };
  return async (event: unknown, context: LambdaContext): Promise<unknown> => {
    const requestId = (isHttpEvent(event) && requestIdOf(event)) || context.awsRequestId;
    const started = Date.now();
    const entry: LogEntry = { requestId };
    const remainingTime = () => context.getRemainingTimeInMillis();
    const invocation = { send: ports.send, remainingTime, entry };
    try {
      const props = { ...ports, requestId };
      if (isHttpEvent(event)) return await answerEvent(event, invocation, props);
      return await answerDirectly(event, invocation, props);
    } finally {
      // The frames are places in the code of this version.
      if (entry.stack) {
        entry.version = context.functionVersion;
        entry.codeSha256 = ports.codeSha256;
      }
      entry.ms = Date.now() - started;
      ports.log(JSON.stringify(entry));
    }
  };
}

type Props = Required<Pick<Ports, "resource" | "service">> & Ports & { readonly requestId: string };

async function answerEvent(event: APIGatewayProxyEvent, invocation: Invocation, props: Props) {
  const result = await answerHttp(event, invocation, props)
    .then((answer) => respond(answer, props))
    .catch((error) => respondProblem(noteProblem(error, invocation.entry, event), props));
  invocation.entry.status = result.statusCode;
  return event.httpMethod === "HEAD" ? withoutBody(result) : result;
}

async function answerDirectly(event: unknown, invocation: Invocation, props: Props) {
  try {
    refusePrototypeKey(event); // parseJson does so for HTTP; Lambda has parsed this event
    const result = await execute(readRequest(event, props.tables), invocation);
    checkAnswerSize(result);
    invocation.entry.status = 200;
    return result;
  } catch (error) {
    throw directError(noteProblem(error, invocation.entry, event), props);
  }
}

function noteProblem(error: unknown, entry: LogEntry, event: unknown): Problem {
  // Lambda logs what is thrown to a direct caller.
  const isLogged = !isHttpEvent(event);
  const problem = problemOf(error, isLogged ? (text) => withoutValues(text, event) : undefined);
  entry.status = problem.status;
  entry.error = error instanceof Problem ? problem.kind : nameOf(error);
  // A bug, or a wrong configuration.
  if (problem.kind === "internal") Object.assign(entry, describeUnexpected(error, event));
  return problem;
}

function directError(problem: Problem, props: Props): Error {
  const error = new Error(JSON.stringify(problem.document(props)));
  error.name = problem.kind;
  error.stack = `${error.name}: ${error.message}`; // Lambda returns the stack to the caller
  return error;
}

/** The name of a broken connection is Error or TimeoutError; its code is more precise. */
function nameOf(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  return String(code ?? name);
}
