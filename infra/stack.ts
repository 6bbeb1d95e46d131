/** The stack: tables, function, API and what is in front of it, and the outputs of a deploy. */
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { RestApi } from "./api/rest-api";
import { Encryption } from "./encryption";
import { Entrance } from "./entrance/entrance";
import { describeTables, functionEnvironment } from "./function/environment";
import { ApiFunction } from "./function/function";
import { tableStatements } from "./function/policy";
import { Observability } from "./observability/observability";
import { guardPlace } from "./place";
import { providerVersions } from "./provider";
import type { Settings } from "./settings/settings";
import { suffixOf } from "./settings/tables";
import { StackTables } from "./tables";

interface OperationsStackProps {
  readonly settings: Settings;
  /** Path of the zip with the function's code; tests pass one that never changes. */
  readonly code: string;
}

export class OperationsStack extends TerraformStack {
  /** The id has the environment's suffix, since the state and the working directory are named by it. */
  constructor(scope: Construct, { settings, code }: OperationsStackProps) {
    const nameOf = (base: string) => `${base}${suffixOf(settings.environment)}`;
    const id = nameOf(settings.service);
    super(scope, id);
    this.configureTerraform(id, settings);

    const encryption = new Encryption(this, "encryption", settings);
    const tables = new StackTables(this, "tables", { settings, nameOf }).byName;
    const known = describeTables(settings, nameOf);
    const handler = new ApiFunction(this, "function", {
      name: nameOf(settings.function.name),
      code,
      environment: functionEnvironment(settings, known, code),
      statements: [...tableStatements(known, tables), ...encryption.statements],
      settings,
    });
    // The deployment has createBeforeDestroy, which Terraform extends to everything it depends on. It
    // must not depend on a table, since two tables of one name cannot exist.
    const apiName = nameOf(settings.api.name);
    const restApi = new RestApi(this, "api", {
      name: apiName,
      service: settings.service,
      alias: handler.alias,
      function: handler.function,
      liveAfter: [handler.policy],
      logSettings: settings,
      settings: settings.api,
      tables: known,
      deletionProtection: settings.deletionProtection,
    });
    new Observability(this, "observability", { tables, handler, restApi, nameOf, settings });
    const entrance = new Entrance(this, "entrance", { nameOf, restApi, settings });

    this.addOutputs({
      function_name: handler.function.functionName,
      table_names: Object.fromEntries([...tables].map(([name, table]) => [name, table.name])),
      code_sha256: handler.function.sourceCodeHash,
      ...entrance.outputs,
    });
  }

  private configureTerraform(id: string, settings: Settings): void {
    const { service, environment, region, account, state } = settings;
    guardPlace(this, settings);
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: account === undefined ? undefined : [account],
      defaultTags: [{ tags: { project: service, environment } }],
    });
    this.addOverride("terraform.required_providers.aws.version", providerVersions(settings));
    this.addOverride("terraform.required_version", state ? ">= 1.10" : ">= 1.5"); // 1.10 has use_lockfile
    if (state === undefined) {
      // Beside cdktf.json, since cdktf.out can be deleted; the path is relative to the stack's directory in cdktf.out.
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

  private addOutputs(outputs: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(outputs)) {
      new TerraformOutput(this, name, { value, staticId: true });
    }
  }
}
