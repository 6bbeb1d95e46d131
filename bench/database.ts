/**
 * A DynamoDB on the loopback whose answers are ready, so that the time of a database is not measured. A process of its
 * own: with a channel to who has started it, it tells its port and ends with it.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { scenarios } from "./scenarios";

const answers = scenarios.flatMap(({ envelope, answer }) =>
  answer ? [[`"${envelope.tableName}"`, Buffer.from(answer)] as const] : [],
);

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  const [, answer] = answers.find(([table]) => body.includes(table)) ?? [];
  response.setHeader("content-type", "application/x-amz-json-1.0");
  response.end(answer ?? "healthy: dynamodb");
});

server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
