/** Says why no route takes a request, and which route was probably meant. */
import type { Service } from "../service/service";
import type { Address } from "./address";
import { anyMethods } from "./router";

type Api = Pick<Service, "routes" | "stage">;

/** For a request to a stage that there is not. */
export function explainStage({ routes, stage }: Api, address: Address): string {
  const { stage: given, path, fullPath } = address;
  const below = given === "" ? "/" : nearestPath({ routes, stage }, fullPath);
  if (below !== undefined) return `The stage is missing. Did you mean /${stage}${below}?`;
  if (isNear(given, stage)) return `There is no stage ${given}. Did you mean /${stage}${path}?`;
  return `There is no stage ${given}, only ${stage}.`;
}

/** For a request that no route of the stage takes. */
export function explainRoute({ routes, stage }: Api, method: string, path: string): string {
  const nearest = nearestPath({ routes, stage }, path);
  if (nearest !== undefined && nearest !== trim(path)) {
    return `No resource has the path ${path}. Did you mean /${stage}${nearest}?`;
  }
  const methods = routes
    .filter((route) => nearestPath({ routes: [route], stage }, path) !== undefined)
    .map((route) => (route.method === "ANY" ? `ANY (${anyMethods.join(", ")})` : route.method));
  if (methods.length === 0) return `No resource has the path ${path}.`;
  return `The resource ${path} has no method ${method}, only ${methods.join(", ")}.`;
}

const trim = (path: string) => path.replace(/\/+$/, "") || "/";

/** The path of a route, in the place of one with at most one mistake in each segment. */
function nearestPath({ routes }: Api, path: string): string | undefined {
  const segments = trim(path).split("/").slice(1);
  const candidates = routes
    .map((route) => correct(route.path.split("/").slice(1), segments))
    .filter((corrected) => corrected !== undefined);
  return candidates.includes(trim(path)) ? trim(path) : candidates[0];
}

/** @returns the path with the literal segments of the resource; `undefined` when it is of another resource */
function correct(parts: readonly string[], segments: readonly string[]): string | undefined {
  const isGreedy = parts.at(-1)?.endsWith("+}");
  const length = isGreedy ? parts.length - 1 : parts.length;
  // A {proxy+} alone takes everything, so it is never what was meant.
  if (length === 0 || (isGreedy ? segments.length <= length : segments.length !== length)) {
    return undefined;
  }
  const corrected = segments.map((segment, i) => {
    const part = i < length ? (parts[i] as string) : segment;
    if (part.startsWith("{")) return segment;
    return isNear(part, segment) ? part : undefined;
  });
  return corrected.includes(undefined) ? undefined : `/${corrected.join("/")}`;
}

/** Whether two words differ only in capitals, or in one letter. */
function isNear(a: string, b: string): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return Math.max(a.length, b.length) - start - end <= 1;
}
