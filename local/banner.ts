/** What `npm start` prints when it is ready. */
import type { Options } from "./options";
import type { Service } from "./service";

interface Ready {
  readonly service: Service;
  readonly options: Options;
  readonly endpoint: string;
  /** Of the stage. */
  readonly url: string;
}

export function printBanner({ service, options, endpoint, url }: Ready): void {
  const tables = service.tables.map((table) => table["name"]).join(", ");
  console.log(`Tables   ${tables}`);
  console.log(`Engine   ${engineName(options, endpoint)}`);
  for (const { method, path, authorization } of service.routes) {
    console.log(`Route    ${method.padEnd(4)} ${url}${path}  (${authorization} when deployed)`);
  }
  const [route] = service.routes;
  const body = JSON.stringify({ operation: "ping" });
  console.log(`Try      curl -X ${route?.method} -d '${body}' ${url}${route?.path}`);
}

function engineName({ memory }: Options, endpoint: string): string {
  if (process.env["AWS_ENDPOINT_URL_DYNAMODB"] !== undefined) return endpoint;
  return `dynalite on ${endpoint}, ${memory ? "in memory" : "data in .local/"}`;
}
