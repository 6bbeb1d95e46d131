/** Sends a request byte by byte as it is given: any method, path and headers, which `fetch` does not allow. */
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

/** @param target any URL of the server */
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
