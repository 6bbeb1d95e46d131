/** `npm start` over HTTP, beside the same function in a bare server without a gateway. */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { environment } from "./processes";

const callers = 32;
const seconds = 3;

export interface Throughput {
  /** Milliseconds until it listens, after the Terraform was written. */
  readonly ready: number;
  /** Requests in a second. */
  readonly rates: Readonly<Record<string, number>>;
}

export async function measureThroughput(
  { root, node, endpoint }: { root: string; node: string; endpoint: string },
  module: string,
): Promise<Throughput> {
  const bare = fork(join(root, "dist/bench/child.js"), [module, "serve"], {
    execPath: node,
    env: environment(endpoint),
    stdio: "ignore",
  });
  const [port] = await once(bare, "message");
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [, ...start] = scripts.start.split(" "); // after the word "node"
  const local = spawn(node, [...start, "--port", "0", "--memory", "--no-watch"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { url, ready } = await listening(local);
  try {
    const rates = {
      "a bare server: ping": await rate(`http://127.0.0.1:${port}/`),
      "npm start: ping": await rate(`${url}/DynamoDBManager`),
    };
    return { ready, rates };
  } finally {
    bare.disconnect();
    local.kill();
  }
}

function listening(
  server: ChildProcess,
): Promise<{ readonly url: string; readonly ready: number }> {
  let printed = "";
  return new Promise((resolve, reject) => {
    server.stdout?.on("data", (chunk) => {
      printed += chunk;
      const [, url, time] =
        /Route +\S+ +(http\S+)\/DynamoDBManager\n.*Started in (\d+) ms/s.exec(printed) ?? [];
      if (url) resolve({ url, ready: Number(time) });
    });
    server.on("exit", () => reject(new Error(`npm start has ended: ${printed}`)));
  });
}

async function rate(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  await send(url, agent);
  const [start, end] = [performance.now(), performance.now() + seconds * 1000];
  let answered = 0;
  const call = async () => {
    for (; performance.now() < end; answered += 1) await send(url, agent);
  };
  await Promise.all(Array.from({ length: callers }, call));
  agent.destroy();
  return Math.round((answered / (performance.now() - start)) * 1000);
}

async function send(url: string, agent: Agent): Promise<void> {
  const headers = { "content-type": "application/json" };
  const sent = request(url, { agent, headers, method: "POST" });
  sent.end('{"operation":"ping"}');
  const [response] = await once(sent, "response");
  const text = Buffer.concat(await response.toArray()).toString();
  if (text !== '"pong"') throw new Error(`${url} answered ${response.statusCode} ${text}`);
}
