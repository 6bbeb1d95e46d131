/** What watches the deployed service: counts from its log, alarms, a dashboard. */
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import type { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import type { RestApi } from "../api/rest-api";
import type { ApiFunction } from "../function/function";
import type { Settings } from "../settings/settings";
import { createAlarms } from "./alarms";
import { dashboardBody } from "./dashboard";
import { createLogMetrics } from "./log-metrics";
import type { Parts } from "./metrics";

interface ObservabilityProps {
  readonly tables: ReadonlyMap<string, DynamodbTable>;
  readonly handler: ApiFunction;
  readonly restApi: RestApi;
  /** A name in this environment. */
  readonly nameOf: (name: string) => string;
  readonly settings: Pick<
    Settings,
    "service" | "observability" | "alarms" | "function" | "region" | "tables"
  >;
}

export class Observability extends Construct {
  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const { handler, settings } = props;
    const off = settings.observability === "off";
    if (off && settings.alarms === undefined) return;
    const parts = partsOf(props);
    const nameOf = (part: string) => props.nameOf(`${settings.service}-${part}`);
    createLogMetrics(this, {
      logGroupName: handler.logGroupName,
      namespace: parts.namespace,
      nameOf,
    });
    createAlarms(this, {
      parts,
      nameOf,
      functionTimeout: settings.function.timeout,
      topicArn: settings.alarms?.topicArn,
    });
    if (off) return;
    new CloudwatchDashboard(this, "dashboard", {
      dashboardName: nameOf("requests"),
      dashboardBody: dashboardBody(parts, settings.region),
    });
  }
}

function partsOf({ restApi, handler, tables, nameOf, settings }: ObservabilityProps): Parts {
  const named = [...tables].map(([name, table]) => {
    const globalIndexes = Object.keys(settings.tables[name]?.globalIndexes ?? {});
    return [name, { tableName: table.name, globalIndexes }] as const;
  });
  return {
    apiName: restApi.name,
    stageName: restApi.stage.stageName,
    functionName: handler.function.functionName,
    tables: new Map(named),
    namespace: nameOf(settings.service),
  };
}
