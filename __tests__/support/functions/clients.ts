/** HTTP clients of a handler, in two ways: the event that a test makes, and real HTTP through the local gateway. */
import type { APIGatewayProxyResult } from "aws-lambda";
import type { SettingsInput } from "../../../infra/settings/settings";
import type { Outcome } from "../../../local/function/outcome";
import { createFront } from "../../../local/gateway/front";
import { createGateway } from "../../../local/gateway/gateway";
import { listen, stop } from "../../../local/listen";
import { readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { synthesize } from "../infra/synthesize";
import { belowRoot, context, httpEvent, root, type startHandler } from "./events";

type Handler = Awaited<ReturnType<typeof startHandler>>["handler"];

export interface Sent {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the answer is
  readonly json: any;
}

/** Sends a request to a path below the stage. */
export type Client = (method: string, path: string, sent?: Sent) => Promise<Received>;

export const ways = ["in process", "over HTTP"] as const;
export type Way = (typeof ways)[number];

/** @returns a client for each way, and what ends the server of the second */
export async function startClients(handler: Handler) {
  const { client, close } = await overHttp(handler);
  const clients: Record<Way, Client> = { "in process": inProcess(handler), "over HTTP": client };
  return { clients, close };
}

export const json = (value: unknown): Sent => ({ body: JSON.stringify(value) });

/** The path of the next page, by the answer's `Link`. */
export const nextOf = (headers: Received["headers"]): string | undefined =>
  /^<\/prod(.*)>; rel="next"$/.exec(String(headers["link"] ?? ""))?.[1];

const received = (status: number, headers: Received["headers"], text: string): Received => ({
  status,
  headers,
  text,
  get json() {
    return JSON.parse(text);
  },
});

export function inProcess(handler: Handler): Client {
  return async (method, url, { body, headers } = {}) => {
    const [path = "", query = ""] = url.split("?");
    const parameters = new URLSearchParams(query);
    const all = Object.fromEntries(
      [...parameters.keys()].map((one) => [one, parameters.getAll(one)]),
    );
    const event = httpEvent({
      httpMethod: method,
      resource: resourceOf(path),
      path,
      headers: { "content-type": "application/json", ...headers },
      queryStringParameters: query === "" ? null : Object.fromEntries(parameters),
      multiValueQueryStringParameters: query === "" ? null : all,
      body: body ?? null,
    });
    const result = (await handler(event, context)) as APIGatewayProxyResult;
    return received(result.statusCode, result.headers ?? {}, result.body);
  };
}

/** As API Gateway finds it: slashes at the end do not count. */
function resourceOf(path: string): string {
  const trimmed = path.replace(/\/+$/, "") || "/";
  if (trimmed === root || trimmed === "/") return trimmed;
  return trimmed.startsWith(`${root}/`) ? belowRoot : "/{proxy+}";
}

/** @returns the client, and what ends its server */
export async function overHttp(handler: Handler, settings: SettingsInput = {}) {
  const service = readService(parseTerraform(synthesize(settings).json, "/stack"));
  const invoke = async (_: unknown, event: unknown): Promise<Outcome> => {
    try {
      const result = await handler(JSON.parse(JSON.stringify(event)), context);
      return { payload: JSON.stringify(result) };
    } catch (error) {
      const { name, message } = error as Error;
      return { failure: name, message, errorType: name };
    }
  };
  const gateway = createFront(createGateway({ service, invoke, fail: () => {} }));
  const port = await listen(gateway, 0, "127.0.0.1");
  const client: Client = async (method, path, { body, headers } = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/prod${path}`, {
      method,
      headers: { "content-type": "application/json", ...headers },
      body,
    });
    return received(response.status, Object.fromEntries(response.headers), await response.text());
  };
  return { client, close: () => stop(gateway) };
}
