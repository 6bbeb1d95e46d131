/** The paths: the route table, for each table of the settings. */
import { localOperations, operations } from "../../functions/operations";
import { pathsOf, type Route, routes } from "../../functions/rest/routes";
import type { Table } from "../../functions/table";
import { errorName } from "./errors";
import { exampleItems } from "./examples";
import { envelopeExamples, resultName } from "./operations";
import { pathParameters, queryParameters, templateOf } from "./parameters";
import type { DocumentProps } from "./props";
import { itemName, pageName, reference } from "./schemas";

type Path = Readonly<Record<string, object>>;

export function describePaths(props: DocumentProps): Record<string, Path> {
  const resource = `/${props.settings.api.resource}`;
  const fixed = routes.filter(({ path }) => !path.includes("{"));
  const entries = [
    ...fixed.map((route) => [`${resource}${route.path}`, route, undefined] as const),
    ...props.tables.flatMap((table) =>
      pathsOf(table).flatMap((template) =>
        routes
          .filter(({ path }) => path === template)
          .map((route) => [`${resource}${fill(template, table)}`, route, table] as const),
      ),
    ),
  ];
  const paths: Record<string, Record<string, object>> = {};
  for (const [path, route, table] of entries) {
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(path, route, table, props),
    };
  }
  return paths;
}

function fill(template: string, { name, keys }: Table): string {
  const names = keys.map((key, i) => `{${templateOf(key, i)}}`);
  return template
    .replace("{table}", name)
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
    responses: responses(route, table, props),
  };
}

function parametersOf({ path, parameters = [] }: Route, table: Table): object[] {
  const isPartition = path.endsWith("{hashKey}");
  const keys = path.endsWith("{key}") ? table.keys.length : Number(isPartition);
  return [...pathParameters(table, keys), ...queryParameters(parameters, table, isPartition)];
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

/** API Gateway may refuse every request, DynamoDB every request of a table, and each body can be wrong. */
function errorsOf({ path, takes }: Route, table: Table | undefined, { settings }: DocumentProps) {
  const gateway = [...(settings.api.auth === "cognito" ? [401] : []), 403, 429, 500, 502, 504];
  const usesDatabase = table !== undefined || path === "";
  const database = usesDatabase ? [400, 413, 503] : [];
  const body = takes !== undefined || path === "" ? [400, 413, 415] : [];
  const echo = path !== "" && localOperations.includes(path.slice(1)) ? [413] : [];
  return [...gateway, ...database, ...body, ...echo];
}

function responses(route: Route, table: Table | undefined, props: DocumentProps) {
  const errors = new Set([...route.statuses.filter(isError), ...errorsOf(route, table, props)]);
  return Object.fromEntries([
    ...route.statuses
      .filter((status) => !isError(status))
      .map((status) => [status, success(status, route, table)]),
    ...[...errors]
      .sort()
      .map((status) => [status, { $ref: `#/components/responses/${errorName(status)}` }]),
  ]);
}

const isError = (status: number) => status >= 400;

function success(status: number, route: Route, table: Table | undefined): object {
  const header = (name: string, description: string) => ({
    headers: { [name]: { description, schema: { type: "string" } } },
  });
  const schema = status === 204 ? undefined : answerSchema(route, table);
  return {
    description: status === 201 ? "Created." : status === 204 ? "Deleted." : "Done.",
    ...(status === 201 && route.method === "POST" && header("location", "The path of the item.")),
    ...(route.answers === "page" && header("link", 'The next page, with rel="next" (RFC 8288).')),
    ...(schema && { content: { "application/json": { schema } } }),
  };
}

function answerSchema({ path, answers }: Route, table: Table | undefined): object {
  if (path === "")
    return { anyOf: Object.keys(operations).map((name) => reference(resultName(name))) };
  if (table === undefined) return reference(resultName(path.slice(1)));
  return reference(answers === "page" ? pageName(table.name) : itemName(table.name));
}
