/** What the alarms cost, for docs/settings.md: the metrics in the alarms of synthesized stacks, times AWS's list price. */
import type { SettingsInput } from "../../../infra/settings/settings";
import { type Config, synthesize } from "./synthesize";

/** In us-east-1, US dollars a month, without the free tier, as of November 2026. */
const dollars = 0.1;

const hashKey = { name: "Id", type: "S" } as const;

function countMetrics(tables: SettingsInput["tables"]): number {
  const alarms = synthesize({ observability: "basic", tables }).all("aws_cloudwatch_metric_alarm");
  const metricsOf = ({ metric_query: queries }: Config) =>
    queries?.filter(({ metric }: Config) => metric).length ?? 1;
  return alarms.reduce((sum, [, alarm]) => sum + metricsOf(alarm), 0);
}

export function alarmPrices(): string {
  const one = countMetrics({ One: { hashKey } });
  const table = countMetrics({ One: { hashKey }, Other: { hashKey } }) - one;
  const index = countMetrics({ One: { hashKey, globalIndexes: { other: { hashKey } } } }) - one;
  const [first, further, each] = [one, table, index].map((count) => (count * dollars).toFixed(2));
  return `With one table, the alarms cost ${first}; each further table costs ${further}, and each global index ${each}.`;
}
