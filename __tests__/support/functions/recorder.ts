/** A DynamoDB on the loopback that keeps what it is sent, and answers with an item. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import { listen, stop } from "../../../local/listen";

interface Request {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const answer = '{"Item":{"Id":{"S":"1"},"n":{"N":"1.5"}}}';

export async function startRecorder() {
  const requests: Request[] = [];
  let connections = 0;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { method, url, headers } = request;
    requests.push({ line: `${method} ${url}`, headers, body });
    response.setHeader("content-type", "application/x-amz-json-1.0");
    response.end(method === "GET" ? "healthy: dynamodb" : answer);
  });
  server.on("connection", () => {
    connections += 1;
  });
  const endpoint = `http://127.0.0.1:${await listen(server, 0, "127.0.0.1")}`;
  const close = () => {
    server.closeAllConnections();
    return stop(server);
  };
  return { endpoint, requests, connections: () => connections, close };
}
