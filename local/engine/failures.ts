/** What happens when the engine fails in the middle of a request: each caller gets an error, and no other request runs. */
import type { RequestListener, Server, ServerResponse } from "node:http";

/**
 * dynalite throws what it does not expect (such as a disk that is full) out of any request, so nobody knows whose error
 * it was. Every open request gets DynamoDB's 500, after which it is not known whether a write happened.
 * @param failed is called once, when the open requests are answered
 * @param usable whether the engine can continue after a failure
 */
export function answerFailures(
  server: Server,
  usable: boolean,
  failed: (error: Error) => void,
): void {
  const listeners = server.listeners("request") as RequestListener[];
  const open = new Set<ServerResponse>();
  let ended = false;
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (ended) return refuse(response);
    open.add(response);
    response.once("close", () => open.delete(response));
    for (const listen of listeners) listen(request, response);
    // dynalite throws the error of a caller that goes away in the middle of its body.
    request.removeAllListeners("error").on("error", () => {});
  });
  process.on("uncaughtException", (error: NodeJS.ErrnoException) => {
    if (ended || error.code === "ERR_HTTP_HEADERS_SENT") return; // of a request that is answered already
    ended = !usable;
    for (const response of open) refuse(response);
    failed(error);
  });
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) return;
  response.writeHead(500, { "content-type": "application/x-amz-json-1.0", connection: "close" });
  response.end(
    JSON.stringify({
      __type: "com.amazonaws.dynamodb.v20120810#InternalServerError",
      message: "The local engine failed; the terminal says why.",
    }),
  );
}
