/** Describes an unexpected error for the log: enough to find the bug, and nothing that the caller sent. */
import { isHttpEvent } from "./http/event";
import { mask, stringsIn } from "./mask";

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

/** Every text that the caller sent, both as received and decoded. */
function textsOf(event: unknown): string[] {
  if (!isHttpEvent(event)) return stringsIn(event);
  const { path, headers, multiValueQueryStringParameters: query, body, isBase64Encoded } = event;
  const content = Buffer.from(String(body), isBase64Encoded ? "base64" : "utf8").toString();
  const segments = String(path).split("/");
  const texts = stringsIn([path, segments, headers, query, content]);
  return [...texts, ...texts.map(decoded), ...stringsIn(parsed(content))];
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
