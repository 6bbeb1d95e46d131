/** The thread of the engine, so that its work does not block the gateway. */
import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import { refuseForeign } from "../browsers";
import { listen, stop } from "../listen";
import { makeParsersFast } from "./parsers";

/** Directory of the data; when absent, the data is in memory. */
const { path }: { readonly path?: string } = workerData;

const port = parentPort as NonNullable<typeof parentPort>;
makeParsersFast();
const server = dynalite({ path, createTableMs: 0 });
refuseForeign(server, {}); // it would answer the pages of any origin

port.once("message", async () => {
  await stop(server);
  port.close();
});
void listen(server, 0, "127.0.0.1").then((number) => port.postMessage(number));
