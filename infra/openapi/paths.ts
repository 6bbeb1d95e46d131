/** The paths: the route table, for each table of the settings. */
import { exampleItems } from "../../functions/examples";
import { type Route, routes } from "../../functions/rest/routes";
import { pathsOf, routesAt } from "../../functions/rest/served-routes";
import type { Table } from "../../functions/table";
import { envelopeExamples } from "./envelope";
import { pathParameters, preconditions, queryParameters, templateNames } from "./parameters";
import type { DocumentProps } from "./props";
import { responsesOf } from "./responses";
import { itemName, reference } from "./schemas";

type Path = Readonly<Record<string, object>>;

export function describePaths(props: DocumentProps): Record<string, Path> {
  const resource = `/${props.settings.api.resource}`;
  const fixed = routes.filter(({ path }) => !path.includes("{"));
  const entries = [
    ...fixed.map((route) => [`${resource}${route.path}`, route, undefined] as const),
    ...props.tables.flatMap((table) =>
      pathsOf(table).flatMap((template) =>
        routesAt(template, table).map(
          (route) => [`${resource}${fill(template, table)}`, route, table] as const,
        ),
      ),
    ),
  ];
  const paths: Record<string, Record<string, object>> = {};
  const ids = new Set<string>();
  for (const [path, route, table] of entries) {
    const described = operation(path, route, table, props);
    const operationId = unused(described.operationId, ids);
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: { ...described, operationId },
    };
  }
  return paths;
}

/** The tables "my-orders" and "my_orders" have the same id, and a document must have each only once. */
function unused(id: string, ids: Set<string>): string {
  const free = ids.has(id) ? unused(`${id}_`, ids) : id;
  ids.add(free);
  return free;
}

function fill(template: string, table: Table): string {
  const names = templateNames(table).map((name) => `{${name}}`);
  return template
    .replace("{table}", table.name)
    .replace("{hashKey}", names[0] as string)
    .replace("{key}", names.join("/"));
}

function operation(path: string, route: Route, table: Table | undefined, props: DocumentProps) {
  const parameters = table ? parametersOf(route, table) : [];
  const body = requestBody(route, table, props);
  return {
    operationId: `${route.method.toLowerCase()}${path.replaceAll(/[^\w]+/g, "_")}`,
    summary: route.summary,
    tags: [table?.name ?? "Operations"],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: responsesOf(route, table, props),
  };
}

function parametersOf(route: Route, table: Table): object[] {
  const { path, method } = route;
  const isPartition = path.endsWith("{hashKey}");
  const keys = path.endsWith("{key}") ? table.keys.length : Number(isPartition);
  return [
    ...pathParameters(table, keys),
    ...queryParameters(route, table, isPartition),
    ...(path.endsWith("{key}") ? preconditions(method, table) : []),
  ];
}

function requestBody(route: Route, table: Table | undefined, props: DocumentProps) {
  const content = (schema: object, examples: object) => ({
    required: true,
    content: { "application/json": { schema, examples } },
  });
  if (route.path === "") return content(reference("Envelope"), envelopeExamples(props));
  if (table === undefined || route.takes === undefined) return undefined;
  const { key } = exampleItems(table);
  const name = { name: route.takes === "patch" ? "Alice" : "Bob" };
  const value = route.takes === "item" ? { ...key, ...name } : name;
  const schemas = { item: itemName(table.name), others: "Attributes", patch: "Patch" };
  return content(reference(schemas[route.takes]), { item: { value } });
}
