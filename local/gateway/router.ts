/** Finds a request's route as API Gateway does: first the resource, then its method. */
import type { Route } from "../service/service";

export interface Match {
  readonly route: Route;
  /** Still percent-encoded, as API Gateway passes them on; `null` when there are none. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/**
 * @param path below the stage, percent-encoded; slashes at its end do not count
 * @returns `undefined` when no resource has the path, or none of those has the method
 */
export type Router = (method: string, path: string) => Match | undefined;

/** The methods that `ANY` is. */
export const anyMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

interface Part {
  readonly kind: "literal" | "parameter" | "greedy";
  /** The segment, or the parameter's name. */
  readonly text: string;
}

interface Resource {
  readonly parts: readonly Part[];
  /** By method. */
  readonly routes: ReadonlyMap<string, Route>;
}

/**
 * The most specific resource takes the request. Where it does not have the method, only a resource with a
 * `{proxy+}` may take it in its place.
 */
export function createRouter(routes: readonly Route[]): Router {
  const resources = readResources(routes);
  return (method, path) => {
    const segments = (path.replace(/\/+$/, "") || "/").split("/").slice(1);
    const ofPath = resources.filter(({ parts }) => matchPath(parts, segments) !== null);
    const allowed = ofPath.filter((one, i) => i === 0 || isGreedy(one));
    for (const resource of allowed) {
      const route = routeOf(resource, method);
      if (route) return { route, pathParameters: parametersOf(resource, segments) };
    }
    return undefined;
  };
}

function parametersOf({ parts }: Resource, segments: readonly string[]): Match["pathParameters"] {
  const parameters = matchPath(parts, segments) ?? {};
  return Object.keys(parameters).length === 0 ? null : parameters;
}

/** The most specific ones first. */
function readResources(routes: readonly Route[]): readonly Resource[] {
  const byPath = new Map<string, Map<string, Route>>();
  for (const route of routes) {
    const ofPath = byPath.get(route.path) ?? new Map<string, Route>();
    if (!ofPath.has(route.method)) ofPath.set(route.method, route);
    byPath.set(route.path, ofPath);
  }
  return [...byPath]
    .map(([path, ofPath]) => ({ parts: path.split("/").slice(1).map(readPart), routes: ofPath }))
    .sort((a, b) => (specificity(a) < specificity(b) ? -1 : 1));
}

function readPart(text: string): Part {
  const [, name, plus] = /^\{(.+?)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: "literal", text };
  return { kind: plus ? "greedy" : "parameter", text: name };
}

const ranks = { literal: 0, parameter: 1, greedy: 2 };

/** At the first different segment, a literal comes before `{x}`, and `{x}` before `{x+}`. */
const specificity = ({ parts }: Resource) => parts.map(({ kind }) => ranks[kind]).join("");

const isGreedy = ({ parts }: Resource) => parts.at(-1)?.kind === "greedy";

function routeOf({ routes }: Resource, method: string): Route | undefined {
  return routes.get(method) ?? (anyMethods.includes(method) ? routes.get("ANY") : undefined);
}

function matchPath(
  parts: readonly Part[],
  segments: readonly string[],
): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [i, { kind, text }] of parts.entries()) {
    const segment = segments[i];
    if (segment === undefined) return null;
    if (kind === "greedy") {
      const rest = segments.slice(i).join("/");
      return rest === "" ? null : { ...parameters, [text]: rest };
    }
    if (kind === "parameter") parameters[text] = segment;
    else if (text !== segment) return null;
  }
  return parts.length === segments.length ? parameters : null;
}
