/** One run against one target: sends requests, and records what was wrong with the answers. */
import { createCheck, type Expected } from "./answers";
import type { Document, Route } from "./document";
import type { Answer, Request, Send } from "./sender";
import { formatJson } from "./values";

/** What was asked and answered. */
export interface RequestRecord {
  readonly title: string;
  readonly request: Request;
  readonly answer: Answer;
  /** What the answer should have had. */
  readonly findings: readonly string[];
  /** Whether another target with other items answers the same. */
  readonly isOwn: boolean;
}

interface Question extends Partial<Expected>, Omit<Partial<Request>, "body"> {
  /** Text, or a value that is sent as JSON. */
  readonly body?: unknown;
  /** @default true */
  readonly isOwn?: boolean;
}

type Ask = (title: string, status: number | readonly number[], more?: Question) => Promise<Answer>;

export interface Session {
  readonly document: Document;
  /** Every answer so far. */
  readonly records: readonly RequestRecord[];
  /** For what the answer is not checked. */
  readonly send: Send;
  /**
   * What asks a route, or what the document does not have. Its path is sent unless a question has another.
   * @throws Stop when the program is to end, or when the service does not answer any more
   */
  readonly asker: (route: Route | undefined, path?: string) => Ask;
  /** No further request is asked. */
  readonly stop: () => void;
}

/** Ends the program. */
export class Stop extends Error {}

/** Requests without an answer, after which the service is gone. */
const most = 3;

export function createSession(document: Document, send: Send): Session {
  const check = createCheck(document);
  const records: RequestRecord[] = [];
  const state = { isStopped: false, unanswered: 0 };
  const asker: Session["asker"] = (route, usual = route?.path) => {
    return async (title, status, { isOwn = true, body, headers, ...more } = {}) => {
      if (state.isStopped) throw new Stop("Interrupted.");
      if (state.unanswered === most) throw new Stop(`There was no answer ${most} times.`);
      const request = {
        method: more.method ?? route?.method ?? "GET",
        path: more.path ?? usual ?? "",
        headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
        ...(body !== undefined && { body: typeof body === "string" ? body : formatJson(body) }),
      };
      const answer = await send(request).catch((error) => {
        state.unanswered++;
        return { status: 0, headers: {}, body: reasonOf(error) };
      });
      const findings = check(answer, { route, ...more, status: [status].flat() });
      records.push({ title, request, answer, findings, isOwn });
      return answer;
    };
  };
  const stop = () => {
    state.isStopped = true;
  };
  return { document, records, send, asker, stop };
}

/** `fetch` has the reason in the cause. */
export function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.message || cause?.code || message;
}
