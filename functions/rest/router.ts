/** Answers an HTTP request by the route of its path and method, or throws a problem that lists what exists. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Invocation } from "../execute";
import { type HttpRequest, readHttpRequest } from "../http/event";
import { type Cors, preflightHeaders } from "../http/headers";
import type { Answer } from "../http/response";
import { pathOperations } from "../operations";
import { belowResource } from "../paths";
import { Problem } from "../problem";
import type { Table, Tables } from "../table";
import { readKey } from "./keys";
import { readQuery } from "./query-string";
import { type Route, routes } from "./routes";
import { pathsOf, routesAt } from "./served-routes";
import type { Target } from "./target";

/** What the router needs to know about the API. */
interface Api {
  readonly tables: Tables;
  /** Path of the resource that takes the envelope. */
  readonly resource: string;
  readonly cors?: Cors;
}

/** A path below the resource: its routes, its table, and the segments of the key. */
interface Place {
  readonly routes: readonly Route[];
  readonly table?: Table;
  readonly segments: readonly string[];
}

/** @throws Problem `not-found` or `method-not-allowed`, and the errors of the route */
export async function answerHttp(
  event: APIGatewayProxyEvent,
  invocation: Invocation,
  { tables, resource, cors }: Api,
): Promise<Answer> {
  const request = readHttpRequest(event);
  // Nobody has to be authorized for it, so it says the same of every path and of every table.
  if (cors && request.method === "OPTIONS") return { status: 204, headers: preflightHeaders };
  const place = findPlace(request, { tables, resource });
  if (place === undefined) {
    const paths = listPaths({ tables, resource });
    throw new Problem("not-found", `There is nothing at this path. The paths are ${paths}.`);
  }
  const allow = allowed(place);
  if (request.method === "OPTIONS") return { status: 204, headers: { allow } };
  const method = request.method === "HEAD" ? "GET" : request.method; // they differ only in the body
  const route = place.routes.find((one) => one.method === method);
  if (route === undefined) {
    throw new Problem("method-not-allowed", `This path allows ${allow}.`, undefined, { allow });
  }
  const { table, segments } = place;
  const key = table && readKey(table, segments);
  const query = route.parameters && readQuery(request.parameters, route.parameters);
  // Only routes whose path has {table} use the table, the key and the query.
  return route.answer({ request, invocation, tables, table, key, query } as Target);
}

function findPlace(request: HttpRequest, { tables, resource }: Api): Place | undefined {
  const segments = segmentsOf(request, resource);
  if (segments === undefined) return undefined;
  const [first, ...rest] = segments;
  if (first === undefined) return { routes: routesAt(""), segments: [] };
  // Not decoded: rules by path, in IAM or a firewall, know one spelling.
  const isOperation = rest.length === 0 && pathOperations.includes(first);
  if (isOperation) return { routes: routesAt(`/${first}`), segments: [] };
  const table = tables.get(first);
  const path = table && pathsOf(table)[rest.length];
  const here = path === undefined ? [] : routesAt(path, table);
  return here.length === 0 ? undefined : { routes: here, table, segments: rest };
}

/** The segments below the resource. A custom domain may add a path before the resource. */
function segmentsOf({ event, path }: HttpRequest, resource: string): readonly string[] | undefined {
  if (event.resource === resource) return [];
  const start = path.indexOf(`${resource}/`);
  if (event.resource !== belowResource(resource) || start < 0) return undefined;
  return path.slice(start + resource.length + 1).split("/");
}

/** HEAD is allowed where GET is, OPTIONS everywhere. */
function allowed({ routes: here }: Place): string {
  const methods = here.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : method));
  return [...methods, "OPTIONS"].join(", ");
}

function listPaths({ tables, resource }: Api): string {
  const paths = new Set(routes.map(({ path }) => path).filter((path) => !path.includes("{")));
  const ofTables = [...tables.values()].flatMap((table) => {
    const key = table.keys.map(({ name }) => `{${name}}`);
    const served = pathsOf(table).filter((path) => routesAt(path, table).length > 0);
    return served.map((path) =>
      path
        .replace("{table}", table.name)
        .replace("{hashKey}", () => key[0] as string)
        .replace("{key}", () => key.join("/")),
    );
  });
  return [...paths, ...ofTables].map((path) => `${resource}${path}`).join(", ");
}
