/** Requests that `fetch` does not send: with any method, path and headers, or several at once on one connection. */
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";

interface Raw {
  readonly method?: string;
  /** Of the request line; with the stage. */
  readonly path: string;
  /** Beside `Host` and `Connection: close`. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}

interface Answer {
  /** Status line and headers, as they were sent. */
  readonly head: string;
  readonly status: number;
  /** Every value of each header, by name in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** Sends a request byte by byte as it is given. @param target any URL of the server */
export async function sendRaw(
  target: string,
  { method = "GET", path, headers = [], body = "" }: Raw,
): Promise<Answer> {
  const { hostname, port, host } = new URL(target);
  const bytes = Buffer.from(body);
  const all: (readonly [string, string])[] = [
    ["Host", host],
    ["Connection", "close"],
    ...headers,
    ...(bytes.length > 0 ? [["Content-Length", `${bytes.length}`] as const] : []),
  ];
  const head = [`${method} ${path} HTTP/1.1`, ...all.map((pair) => pair.join(": ")), "", ""];
  const socket = connect(Number(port), hostname);
  socket.write(Buffer.concat([Buffer.from(head.join("\r\n"), "latin1"), bytes]));
  return parse(await buffer(socket));
}

/** Sends GETs at once on one connection, which is how the server gets them in this order. @returns the statuses */
export async function sendInOrder(target: string, paths: readonly string[]): Promise<number[]> {
  const { hostname, port, host } = new URL(target);
  const socket = connect(Number(port), hostname);
  const heads = paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n`);
  socket.write(`${heads.join("\r\n")}Connection: close\r\n\r\n`);
  const answers = (await buffer(socket)).toString("latin1");
  return [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
}

function parse(answer: Buffer): Answer {
  const end = answer.indexOf("\r\n\r\n");
  if (answer.toString("latin1", 0, 12) === "HTTP/1.1 100") return parse(answer.subarray(end + 4));
  const head = answer.subarray(0, end).toString("latin1");
  const [first = "", ...lines] = head.split("\r\n");
  const headers: Record<string, string[]> = {};
  for (const line of lines) {
    const [, name = "", value = ""] = /^(.+?): *(.*)$/.exec(line) ?? [];
    headers[name.toLowerCase()] = [...(headers[name.toLowerCase()] ?? []), value];
  }
  return { head, status: Number(first.split(" ")[1]), headers, body: answer.subarray(end + 4) };
}
