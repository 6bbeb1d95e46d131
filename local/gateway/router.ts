/** Finds a request's route as API Gateway does: first the resource, then its method. */
import type { Route } from "../service/service";

export interface Match {
  readonly route: Route;
  /** Still percent-encoded, as API Gateway passes them on; `null` when there are none. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/**
 * @param path below the stage, percent-encoded
 * @returns `undefined` when no resource has the path, or when the resource does not have the method
 */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): Match | undefined {
  const segments = path.split("/").slice(1);
  const matches = routes
    .map((route) => ({ route, pathParameters: matchPath(route.path, segments) }))
    .filter((match): match is Match & { pathParameters: object } => match.pathParameters !== null);
  const [best] = matches.sort((a, b) => compareResources(a.route.path, b.route.path));
  const ofResource = matches.filter((match) => match.route.path === best?.route.path);
  const found =
    ofResource.find((match) => match.route.method === method) ??
    ofResource.find((match) => match.route.method === "ANY");
  if (found === undefined || Object.keys(found.pathParameters).length > 0) return found;
  return { ...found, pathParameters: null };
}

function matchPath(pattern: string, segments: readonly string[]): Record<string, string> | null {
  const parts = pattern.split("/").slice(1);
  const parameters: Record<string, string> = {};
  for (const [i, part] of parts.entries()) {
    const segment = segments[i];
    if (segment === undefined) return null;
    const name = /^\{(.+?)(\+?)\}$/.exec(part);
    if (name?.[2] === "+") {
      const rest = segments.slice(i).join("/");
      return rest === "" ? null : { ...parameters, [name[1] as string]: rest };
    }
    if (name) parameters[name[1] as string] = segment;
    else if (part !== segment) return null;
  }
  return parts.length === segments.length ? parameters : null;
}

/** At the first different segment, a literal comes before `{x}`, and `{x}` before `{x+}`. */
function compareResources(a: string, b: string): number {
  const others = b.split("/");
  for (const [i, part] of a.split("/").entries()) {
    const difference = rank(part) - rank(others[i] ?? "");
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(part: string): number {
  if (!part.startsWith("{")) return 0;
  return part.endsWith("+}") ? 2 : 1;
}
