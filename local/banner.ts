/** What `npm start` prints when it is ready. */
import type { LocalServer } from "./serve";
import type { Service } from "./service";

export function printBanner({ tables, routes }: Service, { engine, url }: LocalServer): void {
  console.log(`Engine   ${engine}`);
  console.log(`Tables   ${tables.map((table) => table["name"]).join(", ")}`);
  for (const { method, path, authorization } of routes) {
    console.log(`Route    ${method.padEnd(4)} ${url}${path}   ${authorized(authorization)}`);
  }
  const [route] = routes;
  const body = JSON.stringify({ operation: "ping" });
  console.log(`Try      curl -X ${route?.method} -d '${body}' ${url}${route?.path}`);
}

const authorized = (authorization: string) =>
  authorization === "NONE" ? "(open to everybody)" : `(${authorization} when deployed, open here)`;
