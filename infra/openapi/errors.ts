/** The errors of every path, by status: the function's kinds of problems and API Gateway's own. */
import { retryHeaders } from "../../functions/http/headers";
import { kinds, problemType } from "../../functions/problem";
import { gatewayKinds } from "../api/gateway-responses";

type Kinds = Readonly<Record<string, { readonly status: number; readonly title: string }>>;

const all = [...Object.entries<Kinds[string]>(kinds), ...gatewayKinds];

export const errorName = (status: number) => `status-${status}`;

const statuses = [...new Set(all.map(([, { status }]) => status))].sort();

/** A response for each status of an error that one of the paths has. */
export function errorResponses(paths: object, service: string): Record<string, object> {
  const text = JSON.stringify(paths);
  const used = statuses.filter((status) => text.includes(`/${errorName(status)}"`));
  return Object.fromEntries(
    used.map((status) => [errorName(status), errorResponse(status, service)]),
  );
}

function errorResponse(status: number, service: string): object {
  const here = all.filter(([, kind]) => kind.status === status);
  const types = [...new Set(here.map(([kind]) => problemType(kind, service)))];
  const titles = [...new Set(here.map(([, { title }]) => title))];
  const headers = Object.keys(retryHeaders(status)).map((name) => [
    name,
    { description: "Seconds to wait.", schema: { type: "string" } },
  ]);
  return {
    description: `${titles.join("; ")}.`,
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    content: {
      "application/problem+json": { schema: problemSchema(status, types) },
    },
  };
}

function problemSchema(status: number, types: readonly string[]): object {
  return {
    type: "object",
    properties: {
      type: { type: "string", enum: types },
      title: { type: "string" },
      status: { const: status },
      detail: { type: "string" },
      requestId: { type: "string", description: "It is also in the logs." },
      errors: {
        description: "Each problem of the body: where (RFC 6901) and what.",
        type: "array",
        items: {
          type: "object",
          properties: { pointer: { type: "string" }, detail: { type: "string" } },
          required: ["pointer", "detail"],
        },
      },
    },
    required: ["type", "title", "detail", "requestId"],
  };
}
