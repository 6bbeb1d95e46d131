/** A module's handler behind `node:http`, with nothing between them. It tells its port, and ends with who started it. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { eventOf } from "./scenarios";

type Handler = (event: object, context: object) => Promise<{ statusCode: number; body: string }>;

const context = { awsRequestId: "request", getRemainingTimeInMillis: () => 10_000 };
process.on("disconnect", () => process.exit());

async function main(): Promise<void> {
  const { handler }: { handler: Handler } = await import(
    pathToFileURL(process.argv[2] as string).href
  );
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const answer = await handler({ ...eventOf({ operation: "" }), body }, context);
    response.writeHead(answer.statusCode, { "content-type": "application/json" });
    response.end(answer.body);
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

void main();
