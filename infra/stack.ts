/** The stack: tables, function, API and what is in front of it, and the outputs of a deploy. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { guide } from "../functions/paths";
import { type Index, type Table, writeTables } from "../functions/table";
import { RestApi } from "./api/rest-api";
import { curlLine } from "./entrance/curl";
import { Entrance } from "./entrance/entrance";
import { ApiFunction } from "./function/function";
import { tableStatements } from "./function/policy";
import { providerVersions } from "./provider";
import type { Settings } from "./settings/settings";
import type { IndexSettings, TableSettings } from "./settings/tables";
import { StackTables } from "./tables";

interface OperationsStackProps {
  readonly settings: Settings;
  /** Path of the zip with the function's code; tests pass one that never changes. */
  readonly code: string;
}

export class OperationsStack extends TerraformStack {
  /** The id has the environment's suffix, since the state and the working directory are named by it. */
  constructor(scope: Construct, { settings, code }: OperationsStackProps) {
    const suffix = settings.environment === "default" ? "" : `-${settings.environment}`;
    const nameOf = (base: string) => `${base}${suffix}`;
    const id = nameOf(settings.service);
    super(scope, id);
    this.configureTerraform(id, settings);

    const tables = new StackTables(this, "tables", { settings, nameOf }).byName;
    const handler = new ApiFunction(this, "function", {
      name: nameOf(settings.function.name),
      code,
      environment: environment(settings, nameOf),
      statements: tableStatements(tables.values()),
      logRetentionDays: settings.logRetentionDays,
      settings: settings.function,
    });
    // The deployment has createBeforeDestroy, which Terraform extends to everything it depends on. It
    // must not depend on a table, since two tables of one name cannot exist.
    const apiName = nameOf(settings.api.name);
    const restApi = new RestApi(this, "api", {
      name: apiName,
      service: settings.service,
      handler: handler.alias,
      function: handler.function,
      liveAfter: [handler.policy],
      settings: settings.api,
      deletionProtection: settings.deletionProtection,
    });
    const entrance = new Entrance(this, "entrance", { name: apiName, restApi, settings });

    this.output("invoke_url", entrance.url);
    this.output("curl", curlLine(entrance.url, settings));
    this.output("function_name", handler.function.functionName);
    this.output(
      "table_names",
      mapValues(tables, (table) => table.name),
    );
    this.output("code_sha256", handler.function.sourceCodeHash);
    for (const [name, value] of Object.entries(entrance.outputs)) this.output(name, value);
  }

  private configureTerraform(id: string, settings: Settings): void {
    const { service, environment, region, state } = settings;
    new AwsProvider(this, "aws", {
      region,
      defaultTags: [{ tags: { project: service, environment } }],
    });
    this.addOverride("terraform.required_providers.aws.version", providerVersions(settings));
    this.addOverride("terraform.required_version", state ? ">= 1.10" : ">= 1.5");
    if (state === undefined) {
      // Beside cdktf.json, relative to the stack's directory in cdktf.out, which can be deleted.
      // The default backend would write this machine's absolute path into the JSON.
      new LocalBackend(this, { path: `../../../terraform.${id}.tfstate` });
      return;
    }
    const key = `${id}/terraform.tfstate`;
    new S3Backend(this, {
      bucket: state.bucket,
      key,
      region: state.region ?? region,
      encrypt: true,
    });
    this.addOverride("terraform.backend.s3.use_lockfile", true); // cdktf does not know this attribute
  }

  private output(name: string, value: unknown): void {
    new TerraformOutput(this, name, { value, staticId: true });
  }
}

/**
 * The function's environment variables. The tables are its allow-list. Their names are plain text,
 * since references would make the function depend on the tables.
 */
function environment({ service, tables, api }: Settings, nameOf: (name: string) => string) {
  const resource = `/${api.resource}`;
  const variables = {
    TABLES: writeTables(
      Object.entries(tables).map(([name, table]) => describe(name, table, nameOf)),
    ),
    ...(api.cors && { CORS: JSON.stringify(api.cors) }),
    ...(resource !== guide.resource && { RESOURCE: resource }),
    ...(service !== guide.service && { SERVICE: service }),
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

function describe(name: string, table: TableSettings, nameOf: (name: string) => string): Table {
  const indexes = describeIndexes(table);
  return {
    name,
    physicalName: nameOf(name),
    keys: keyList(table),
    ...(indexes.length > 0 && { indexes }),
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
    keys: [hashKey, sortKey],
  }));
  return [...globals, ...locals];
}

const keyList = ({ hashKey, sortKey }: IndexSettings) => [hashKey, ...(sortKey ? [sortKey] : [])];

function mapValues<T, R>(map: ReadonlyMap<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
