/** The routes of each table: those whose operations the table allows. */
import { isOpen } from "../access";
import type { OperationName } from "../operations";
import type { Table } from "../table";
import { type Route, routes } from "./routes";

/** The paths that a table can have, by the number of segments behind its name. */
export const pathsOf = ({ keys }: Table): readonly string[] => [
  "/{table}",
  ...(keys.length > 1 ? ["/{table}/{hashKey}"] : []),
  "/{table}/{key}",
];

/**
 * The routes of a path; without any, there is nothing at the path.
 * @param table whose path it is, if it has `{table}`
 */
export const routesAt = (path: string, table?: Table): readonly Route[] =>
  routes.filter(
    (route) => route.path === path && (table === undefined || runsOn(route, table).length > 0),
  );

/** The operations that the route runs on the table; none, if the table does not have the route. */
export function runsOn(route: Route, table: Table): readonly OperationName[] {
  const { runs = [], versionedRuns = [], indexRuns = [] } = route;
  const hasGlobalIndex = table.indexes?.some(({ isLocal }) => !isLocal) ?? false;
  const requests = [
    table.versionAttribute === undefined ? runs : [...runs, ...versionedRuns],
    hasGlobalIndex ? indexRuns : [],
  ];
  return requests.filter((all) => all.every((name) => isOpen(name, table))).flat();
}
