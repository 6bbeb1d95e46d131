/** Prints one line for each request. With --verbose, what CloudWatch would have comes before it. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { styleText } from "node:util";
import { isPageFile } from "./pages/pages";

interface RequestLogProps {
  readonly verbose: boolean;
  readonly colour: boolean;
  readonly print: (text: string) => unknown;
}

interface RequestLog {
  /** Takes what a function printed (`own`), and Lambda's START, END and REPORT. */
  readonly hear: (text: string, own: boolean) => void;
  /** Takes why a request failed, perhaps with frames of a stack in further lines. */
  readonly fail: (requestId: string, reason: string) => void;
  /** Prints the requests of the server that are answered from now on. */
  readonly watch: (server: Server) => void;
}

/** What is known of a request before it is answered. */
interface Note {
  /** For the end of the request's line. */
  readonly words: string[];
  /** Frames of a stack, below that line. */
  readonly frames: string[];
}

/** Notes of requests that are not answered yet. Nobody asks for the note of one that was answered 504. */
const maxNotes = 1000;

/** Members of a function's log line that the request's line has already, or that tell nothing here. */
const known = ["requestId", "status", "ms", "version", "codeSha256"];

export function createRequestLog({ verbose, colour, ...props }: RequestLogProps): RequestLog {
  const print = collected(props.print);
  const notes = new Map<string, Note>();
  const noteOf = (id: string) => {
    const note = notes.get(id) ?? { words: [], frames: [] };
    notes.set(id, note);
    if (notes.size > maxNotes) notes.delete(notes.keys().next().value as string);
    return note;
  };
  return {
    hear(text, own) {
      const entry = own && !verbose ? readEntry(text) : undefined;
      if (entry) addEntry(noteOf(String(entry["requestId"])), entry);
      else if (own || verbose) print(text);
    },
    fail(requestId, reason) {
      const [word = "", ...frames] = reason.split("\n");
      const note = noteOf(requestId);
      note.words.push(word);
      note.frames.push(...frames);
    },
    watch(server) {
      server.on("request", (request, response) => {
        const started = performance.now();
        response.on("close", () => {
          const id = String(response.getHeader("x-amzn-requestid"));
          const note = notes.get(id) ?? { words: [], frames: [] };
          notes.delete(id);
          // An open page asks again and again: these lines would push out the others.
          if (!verbose && isPageFile(request.url ?? "") && response.statusCode < 400) return;
          print(describe(request, response, performance.now() - started, note, colour));
        });
      });
    },
  };
}

/** Prints all texts of a turn of the event loop at once: a write for each costs a tenth of a small request. */
function collected(print: (text: string) => void): (text: string) => void {
  let texts: string[] = [];
  return (text) => {
    if (texts.push(text) > 1) return;
    setImmediate(() => {
      print(texts.join("\n"));
      texts = [];
    });
  };
}

function describe(
  { method, url }: IncomingMessage,
  { statusCode, writableFinished }: ServerResponse,
  time: number,
  { words, frames }: Note,
  colour: boolean,
): string {
  const paint = (format: Format, text: string) =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const status = writableFinished ? paint(formatOf(statusCode), String(statusCode)) : "unanswered";
  const line = [`${method} ${url}`, status, `${Math.round(time)} ms`, ...words.map(oneLine)];
  return [line.join(" "), ...frames.map((frame) => `    ${paint("red", frame.trim())}`)].join("\n");
}

type Format = "green" | "yellow" | "red";

function formatOf(status: number): Format {
  if (status < 400) return "green";
  return status < 500 ? "yellow" : "red";
}

const oneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, " ");

/** https://nodejs.org/api/tty.html#writestreamgetcolordepthenv reads NO_COLOR; FORCE_COLOR also counts without a terminal. */
export function wantsColour(
  stream: { readonly hasColors?: (environment: object) => boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.hasColors?.(environment) ?? false;
}

/** @returns a function's log line that is a JSON object with the request's id */
function readEntry(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(text);
    return typeof entry.requestId === "string" ? entry : undefined;
  } catch {
    return undefined;
  }
}

function addEntry({ words, frames }: Note, entry: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(entry)) {
    if (known.includes(name)) continue;
    if (typeof value === "string") words.push(value);
    else if (Array.isArray(value)) frames.push(...value.map(String));
    else words.push(`${name} ${JSON.stringify(value)}`);
  }
}
