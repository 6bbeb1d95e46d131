/** Starting and stopping HTTP servers, as promises. */
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

/** Lets requests under way end within a second; connections without one do not keep it waiting. */
export async function stop(server: Server): Promise<void> {
  const patience = setTimeout(() => server.closeAllConnections(), 1000);
  await new Promise<void>((done) => {
    server.close(() => done()); // and closes connections that are idle, since Node 19
  });
  clearTimeout(patience);
}
