/** A DynamoDB on the loopback that fails as a test says, and containers that send commands to it. */
import { createServer, type ServerResponse } from "node:http";
import { Worker } from "node:worker_threads";
import type { APIGatewayProxyResult } from "aws-lambda";
import { listen, stop } from "../../../local/listen";
import type { Invocation, Reply } from "./container";
import { httpEvent } from "./events";

/** A request to DynamoDB. */
interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** How one request is answered, or not. */
export type Answer = (response: ServerResponse, request: Received) => unknown;

const json = (response: ServerResponse, status: number, body: string, length = body.length) => {
  const headers = { "content-type": "application/x-amz-json-1.0", "content-length": length };
  response.writeHead(status, headers);
  response.write(body);
  if (length === body.length) response.end();
};

export const answers = {
  succeed: (response) => json(response, 200, '{"Items":[],"Count":0,"ScannedCount":0}'),
  hang: () => {},
  hangAfterHeaders: (response) => json(response, 200, "", 100),
  hangInBody: (response) => json(response, 200, '{"Count":', 100),
  /** Never silent for long, and never done with the headers, or with the body. */
  dripHeaders: ({ socket }) => {
    socket?.write("HTTP/1.1 200 OK\r\n");
    const timer = setInterval(() => socket?.write("x-more: to come\r\n"), 100);
    socket?.once("close", () => clearInterval(timer));
  },
  dripBody: (response) => {
    json(response, 200, '{"Count":', 1_000_000);
    const timer = setInterval(() => response.write(" "), 100);
    response.once("close", () => clearInterval(timer));
  },
  reset: (response) => response.socket?.resetAndDestroy(),
  truncate: (response) => {
    json(response, 200, '{"Count":', 100);
    setImmediate(() => response.socket?.end());
  },
  garbage: (response) => json(response, 200, "<html>at /var/task/index.js:1:2</html>"),
  badGateway: (response) => json(response, 502, "<html>arn:aws:x:::123456789012</html>"),
} as const satisfies Record<string, Answer>;

/** An exception in the format of DynamoDB. */
export const exception = (name: string, status = 400, message = "text of the service"): Answer => {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message });
  return (response) => json(response, status, body);
};

/** Answers with what another DynamoDB answers. */
export const forwardTo =
  (endpoint: string): Answer =>
  async (response, { headers, body }) => {
    const answer = await fetch(endpoint, { method: "POST", headers, body });
    json(response, answer.status, await answer.text());
  };

/** The command runs on another DynamoDB, but its answer is lost. */
export const loseAnswerOf =
  (endpoint: string): Answer =>
  async (response, { headers, body }) => {
    await (await fetch(endpoint, { method: "POST", headers, body })).text();
    response.socket?.resetAndDestroy();
  };

/** One server for any number of cases at once: each has a table, whose name is the case's. */
export async function startFaulty() {
  const scripts = new Map<string, readonly Answer[]>();
  const counts = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { TableName: name } = JSON.parse(body);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    const script = scripts.get(name) as readonly Answer[];
    const { host, connection, ...headers } = request.headers as Record<string, string>;
    (script[count] ?? (script.at(-1) as Answer))(response, { headers, body });
  });
  const endpoint = `http://127.0.0.1:${await listen(server, 0, "127.0.0.1")}`;
  const container = startContainer(endpoint);
  return {
    endpoint,
    /** How requests for a table are answered; the last answer is given to all further ones. */
    script(name: string, script: readonly Answer[]) {
      scripts.set(name, script);
      counts.delete(name);
    },
    /** Sends an envelope to the API over such a DynamoDB; by default, a list of the table. */
    async run(name: string, script: readonly Answer[], envelope: object = {}, time?: number) {
      this.script(name, script);
      const body = { operation: "list", tableName: name, ...envelope };
      const outcome = await container.invoke(JSON.stringify(body), [name], time);
      return { ...outcome, requests: counts.get(name) ?? 0 };
    },
    async close() {
      await container.close();
      server.closeAllConnections();
      await stop(server);
    },
  };
}

/** @param environment more than the region and the credentials of every test */
export function startContainer(endpoint: string, environment: Record<string, string> = {}) {
  const worker = new Worker("./dist/tests/__tests__/support/functions/container.js", {
    env: { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: endpoint, ...environment },
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  worker.on("message", (reply: Reply) => waiting.get(reply.id)?.(reply));
  let last = 0;
  return {
    /** @param time of the function, in milliseconds: what Lambda gives it by default */
    async invoke(body: string, tables = ["LambdaTable"], time = 10_000) {
      last += 1;
      const invocation: Invocation = { id: last, event: httpEvent({ body }), tables, time };
      worker.postMessage(invocation);
      const reply = await new Promise<Reply>((done) => waiting.set(invocation.id, done));
      const response = reply.response as APIGatewayProxyResult;
      const lines: Record<string, unknown>[] = reply.lines.map((line) => JSON.parse(line));
      return { ...response, left: reply.left, lines, json: JSON.parse(response.body) };
    },
    close: () => worker.terminate(),
  };
}
