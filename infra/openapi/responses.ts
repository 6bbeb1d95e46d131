/** What a route answers: its successes with their headers, and its errors. */
import { answerOperations } from "../../functions/operations";
import type { Route } from "../../functions/rest/routes";
import type { Table } from "../../functions/table";
import { resultName, rowsOf } from "./envelope";
import { errorName } from "./errors";
import type { DocumentProps } from "./props";
import { itemName, pageName, reference } from "./schemas";

type Headers = Readonly<Record<string, string>>;

export function responsesOf(route: Route, table: Table | undefined, props: DocumentProps) {
  const { statuses, versionedStatuses = [] } = route;
  const own = [...statuses, ...(table?.versionAttribute ? versionedStatuses : [])];
  const errors = new Set([...own.filter(isError), ...errorsOf(route, table, props)]);
  return Object.fromEntries([
    ...own
      .filter((status) => !isError(status))
      .map((status) => [status, success(status, route, table, props)]),
    ...[...errors]
      .sort()
      .map((status) => [status, { $ref: `#/components/responses/${errorName(status)}` }]),
  ]);
}

const isError = (status: number) => status >= 400;

/** API Gateway may refuse every request, DynamoDB every request of a table, and each body can be wrong. */
function errorsOf({ path, takes }: Route, table: Table | undefined, { settings }: DocumentProps) {
  const gateway = [...(settings.api.auth === "cognito" ? [401] : []), 403, 429, 500, 502, 504];
  const usesDatabase = table !== undefined || path === "";
  const database = usesDatabase ? [400, 413, 503] : [];
  const body = takes !== undefined || path === "" ? [400, 413, 415] : [];
  const answers = answerOperations.includes(path.slice(1)) ? [413] : [];
  return [...gateway, ...database, ...body, ...answers];
}

const descriptions: Readonly<Record<number, string>> = {
  200: "Done.",
  201: "Created.",
  204: "Deleted.",
  304: "The item still has the tag.",
};

function success(
  status: number,
  route: Route,
  table: Table | undefined,
  props: DocumentProps,
): object {
  const headers = headersOf(status, route, table);
  const entries = Object.entries(headers).map(([name, description]) => [
    name,
    { description, required: isAlwaysThere(name, route), schema: { type: "string" } },
  ]);
  const hasBody = status !== 204 && status !== 304;
  return {
    description: descriptions[status] ?? "Done.",
    ...(entries.length > 0 && { headers: Object.fromEntries(entries) }),
    ...(hasBody && {
      content: { "application/json": { schema: answerSchema(route, table, props) } },
    }),
  };
}

/** The last page has no link; an item that another program wrote may have no version until it is written here. */
const isAlwaysThere = (name: string, { method }: Route) => name !== "link" && method !== "GET";

function headersOf(status: number, { method, answers }: Route, table: Table | undefined): Headers {
  const isItem = table?.versionAttribute !== undefined && answers === undefined && status !== 204;
  return {
    ...(status === 201 && method === "POST" && { location: "The path of the item." }),
    ...(answers === "page" && { link: 'The next page, with rel="next" (RFC 8288).' }),
    ...(isItem && { etag: "The item's version, for If-Match and If-None-Match." }),
  };
}

function answerSchema(
  { path, method, answers }: Route,
  table: Table | undefined,
  props: DocumentProps,
): object {
  if (path === "") return { anyOf: rowsOf(props).map(([name]) => reference(resultName(name))) };
  if (table === undefined) return reference(resultName(path.slice(1)));
  if (answers === "page") return reference(pageName(table.name));
  return reference(method === "GET" ? "Attributes" : itemName(table.name)); // a GET may choose fields
}
