/** The thread of the engine, so that its work does not block the gateway. */
import { parentPort, workerData } from "node:worker_threads";
import dynalite from "dynalite";
import { refuseForeign } from "../browsers";
import { listen, stop } from "../listen";
import { answerFailures } from "./failures";
import { makeParsersFast } from "./parsers";

/** What the thread is started with. */
export interface ThreadData {
  /** Directory of the database; when absent, the data is in memory. */
  readonly path?: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** From the thread: the port once, and the reason when it fails. */
type ThreadMessage = { readonly port: number } | { readonly failure: string };

const { path, port }: ThreadData = workerData;
const parent = parentPort as NonNullable<typeof parentPort>;
const post = (message: ThreadMessage) => parent.postMessage(message);

makeParsersFast();
const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0 });
refuseForeign(server, {}); // it would answer the pages of any origin

const end = async () => {
  await stop(server);
  parent.close();
};
parent.once("message", end);
void listen(server, port, "127.0.0.1").then((number) => {
  // After a failed write, LevelDB's log has a part of it, and what is written behind that may not be found again.
  answerFailures(server, path === undefined, (error) => {
    post({ failure: error.message });
    if (path !== undefined) void end();
  });
  post({ port: number });
});
