/** What `npm start` prints when it is ready. */
import type { LocalServer } from "./serve";
import type { Route, Service } from "./service";

export function printBanner({ tables, routes }: Service, { engine, url }: LocalServer): void {
  console.log(`Engine   ${engine}`);
  console.log(`Tables   ${tables.map((table) => table["name"]).join(", ")}`);
  for (const { method, path, authorization } of routes) {
    console.log(`Route    ${method.padEnd(4)} ${url}${path}   ${authorized(authorization)}`);
  }
  const { path } = routes.find(({ method }) => method === "POST") as Route;
  const body = JSON.stringify({ operation: "ping" });
  console.log(`Try      curl -X POST -d '${body}' ${url}${path}`);
}

const authorized = (authorization: string) =>
  authorization === "NONE" ? "(open to everybody)" : `(${authorization} when deployed, open here)`;
