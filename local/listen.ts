/** Starts and stops HTTP servers, with promises. */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * @param port 0 for any that is free
 * @returns the port
 * @throws Error with `code` EADDRINUSE when something else listens there
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** @returns a function that throws an Error which says what to do when `listen` could not use the address */
export function explainAddress(flag: "port" | "engine-port", port: number, host = "127.0.0.1") {
  return (error: NodeJS.ErrnoException): never => {
    if (["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN"].includes(error.code ?? "")) {
      throw new Error(`--host ${host} is no address of this machine. For all of them: 0.0.0.0`);
    }
    if (error.code === "EACCES") throw new Error(`This user may not listen on port ${port}.`);
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is in use. Choose another: npm start -- --${flag} ${port + 1}`);
  };
}

/** Waits at most a second for open requests; idle connections are closed at once. */
export async function stop(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), 1000);
  await new Promise<void>((done) => {
    server.close(() => done()); // since Node 19, this also closes idle connections
  });
  clearTimeout(timer);
}
