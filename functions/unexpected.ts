/** Describes an unexpected error for the log: enough to find the bug, and nothing that the caller sent. */
import { isHttpEvent } from "./http/event";

/** Characters. A message may quote any part of the request, so every part of this length is masked. */
const pieceLength = 6;
const maxMessage = 500;
const maxFrames = 10;

/**
 * @param event of the invocation: each text of it that the message repeats becomes `***`
 * @returns the message, and the frames of the stack, which name only places in the code
 */
export function describeUnexpected(error: unknown, event: unknown) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const frames = String(stack)
    .split("\n")
    .map((line) => line.trim());
  return {
    message: mask(String(message).slice(0, maxMessage), textsOf(event)),
    stack: frames.filter((line) => line.startsWith("at ")).slice(0, maxFrames),
  };
}

function mask(message: string, texts: readonly string[]): string {
  const masked = new Set<number>();
  const hide = (start: number, length: number) => {
    for (let i = start; i < start + length; i++) masked.add(i);
  };
  const long = texts.filter((text) => text.length >= pieceLength).join("\n");
  for (let i = 0; i + pieceLength <= message.length; i++) {
    if (long.includes(message.slice(i, i + pieceLength))) hide(i, pieceLength);
  }
  const short = new Set(texts.filter((text) => text.length < pieceLength));
  for (const { index, 0: word } of message.matchAll(/[^\s"'`.,:;()[\]{}]+/g)) {
    if (short.has(word)) hide(index, word.length);
  }
  return message
    .split("")
    .map((unit, i) => (masked.has(i) ? "\0" : unit))
    .join("")
    .replaceAll(/\0+/g, "***");
}

/** Every text that the caller sent, both as received and decoded. */
function textsOf(event: unknown): string[] {
  if (!isHttpEvent(event)) return stringsIn(event);
  const { path, headers, multiValueQueryStringParameters: query, body, isBase64Encoded } = event;
  const content = Buffer.from(String(body), isBase64Encoded ? "base64" : "utf8").toString();
  const segments = String(path).split("/");
  const texts = stringsIn([path, segments, headers, query, content]);
  return [...texts, ...texts.map(decoded), ...stringsIn(parsed(content))];
}

/** Texts, numbers and member names, down to a depth. Deeper ones are still masked as part of an HTTP body. */
function stringsIn(value: unknown, depth = 64): string[] {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return [...names, ...Object.values(value).flatMap((member) => stringsIn(member, depth - 1))];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
