declare module "dynalite" {
  import type { Server } from "node:http";

  /** @see https://github.com/architect/dynalite#options */
  function dynalite(options: { path?: string; createTableMs?: number }): Server;
  export = dynalite;
}
