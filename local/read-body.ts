/** Reads the body of a request to the local server. */
import type { IncomingMessage } from "node:http";

/**
 * Listens to events, since iterating over a request takes a tenth of the gateway's time.
 * @param limit bytes
 * @returns undefined when the body is longer
 * @throws an error when the caller goes away
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((done, fail) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) done(undefined);
      else chunks.push(chunk);
    });
    request.on("end", () => done(Buffer.concat(chunks)));
    request.on("error", fail);
    request.on("close", () => {
      if (!request.readableEnded) fail(new Error("The caller went away."));
    });
  });
}
