/** What the function knows of the service: its environment variables, and the tables in them. */
import { readFileSync } from "node:fs";
import { tableOperations } from "../../functions/access";
import { guide } from "../../functions/paths";
import { type Index, type KeyAttribute, type Table, writeTables } from "../../functions/table";
import type { Settings } from "../settings/settings";
import type { IndexSettings, KeySettings, TableSettings } from "../settings/tables";
import { codeSha256 } from "./bundle";

/**
 * The function's environment variables. The tables are its allow-list. Their names are plain text,
 * since references would make the function depend on the tables.
 * @param code path of the zip that is deployed
 */
export function functionEnvironment(
  { service, api }: Settings,
  tables: readonly Table[],
  code: string,
) {
  const resource = `/${api.resource}`;
  const variables = {
    TABLES: writeTables(tables),
    ...(api.cors && { CORS: JSON.stringify(api.cors) }),
    ...(resource !== guide.resource && { RESOURCE: resource }),
    ...(service !== guide.service && { SERVICE: service }),
    CODE_SHA256: codeSha256(readFileSync(code)).toString("base64"),
  };
  // Lambda measures the variables as JSON, where a quotation mark in a value takes two bytes
  // (https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594).
  const size = Buffer.byteLength(JSON.stringify(variables));
  if (size <= maxEnvironment) return variables;
  throw new Error(
    `The tables' names, keys and indexes take ${size} bytes of the function's environment, but Lambda allows ${maxEnvironment}. Use fewer tables or shorter names.`,
  );
}

/** Bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const maxEnvironment = 4096;

/**
 * The tables as the function knows them.
 * @param nameOf the physical name of a logical one
 */
export const describeTables = (
  { tables }: Pick<Settings, "tables">,
  nameOf: (name: string) => string,
): Table[] => Object.entries(tables).map(([name, table]) => describe(name, table, nameOf));

function describe(name: string, table: TableSettings, nameOf: (name: string) => string): Table {
  const indexes = describeIndexes(table);
  const open = tableOperations.filter((one) => table.operations?.includes(one) ?? true);
  return {
    name,
    physicalName: table.physicalName ?? nameOf(name),
    keys: keyList(table),
    ...(indexes.length > 0 && { indexes }),
    ...(table.versionAttribute && { versionAttribute: table.versionAttribute }),
    ...(open.length < tableOperations.length && { operations: open }),
  };
}

function describeIndexes({ hashKey, globalIndexes, localIndexes }: TableSettings): Index[] {
  const globals = Object.entries(globalIndexes ?? {}).map(([name, index]) => ({
    name,
    isLocal: false,
    keys: keyList(index),
  }));
  const locals = Object.entries(localIndexes ?? {}).map(([name, sortKey]) => ({
    name,
    isLocal: true,
    keys: [hashKey, sortKey].map(keyOf),
  }));
  return [...globals, ...locals];
}

const keyList = ({ hashKey, sortKey }: IndexSettings) =>
  [hashKey, ...(sortKey ? [sortKey] : [])].map(keyOf);

/** The description is for people. */
const keyOf = ({ name, type }: KeySettings): KeyAttribute => ({ name, type });
