/** Requests in a second over HTTP: `npm start`, and the same function in a bare server without a gateway. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { environment } from "./processes";

const callers = 32;

/**
 * @param module of the function
 * @param seconds of each measurement
 */
export async function measureThroughput(
  { root, node, endpoint }: { root: string; node: string; endpoint: string },
  module: string,
  seconds: number,
): Promise<Readonly<Record<string, number>>> {
  const bare = fork(join(root, "dist/bench/bare-server.js"), [module], {
    execPath: node,
    env: environment(endpoint),
    stdio: "ignore",
  });
  const [port] = await once(bare, "message");
  const local = spawn(node, ["launch.mjs", ...startParts, "--", ...startFlags], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await urlOf(local);
  try {
    return {
      "a bare server: ping": await rate(`http://127.0.0.1:${port}/`, seconds),
      "npm start: ping": await rate(`${url}/DynamoDBManager`, seconds),
    };
  } finally {
    bare.disconnect();
    local.kill();
  }
}

const startParts = [
  "local/start.ts",
  "local/function/worker.ts",
  "local/engine/engine-thread.ts",
  "infra/function/bundle-thread.ts",
];
const startFlags = ["--port", "0", "--memory", "--no-watch"];

function urlOf(server: ChildProcess): Promise<string> {
  let printed = "";
  return new Promise((resolve, reject) => {
    server.stdout?.on("data", (chunk) => {
      printed += chunk;
      const [, url] = /Route +\S+ +(http\S+)\/DynamoDBManager\n.*Started/s.exec(printed) ?? [];
      if (url) resolve(url);
    });
    server.on("exit", () => reject(new Error(`npm start has ended: ${printed}`)));
  });
}

async function rate(url: string, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  await send(url, agent);
  const [start, end] = [performance.now(), performance.now() + seconds * 1000];
  let answered = 0;
  const call = async () => {
    for (; performance.now() < end; answered += 1) await send(url, agent);
  };
  await Promise.all(Array.from({ length: callers }, call));
  agent.destroy();
  return (answered / (performance.now() - start)) * 1000;
}

/** @throws Error when the answer is another one */
async function send(url: string, agent: Agent): Promise<void> {
  const headers = { "content-type": "application/json" };
  const sent = request(url, { agent, headers, method: "POST" });
  sent.end('{"operation":"ping"}');
  const [response] = await once(sent, "response");
  const text = Buffer.concat(await response.toArray()).toString();
  if (text !== '"pong"') throw new Error(`${url} answered ${response.statusCode} ${text}`);
}
