/** Every metric that an alarm or the dashboard shows exists in AWS, and belongs to this stack. */
import type { Operation } from "../../../functions/operation";
import { operations } from "../../../functions/operations";
import type { SettingsInput } from "../../../infra/settings/settings";
import { awsDimensions, awsMetrics } from "../../support/infra/aws-metrics";
import { type Config, type Synthesis, synthesize } from "../../support/infra/synthesize";
import { topicArn, variants } from "../../support/infra/variants";

interface Shown {
  readonly where: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

const key = { hashKey: { name: "Id", type: "S" } } as const;
const names = Array.from({ length: 20 }, (_, i) => `index-${i}`);
const globalIndexes = Object.fromEntries(names.map((name) => [name, key]));

const inputs: Readonly<Record<string, SettingsInput>> = {
  prod: variants.prod,
  "alarms alone": variants["alarms alone"],
  basic: variants["basic observability"],
  "many indexes": {
    observability: "basic",
    alarms: { topicArn },
    tables: { Orders: { ...key, globalIndexes }, Plain: key },
  },
};

const records = (synthesis: Synthesis, type: string): [string, Config][] =>
  synthesis.has(type) ? synthesis.all(type) : [];

function inAlarms(synthesis: Synthesis): Shown[] {
  return records(synthesis, "aws_cloudwatch_metric_alarm").flatMap(([where, alarm]) => {
    const queries: Config[] = alarm["metric_query"]?.map(({ metric }: Config) => metric) ?? [alarm];
    return queries.filter(Boolean).map((metric) => ({
      where,
      namespace: metric["namespace"],
      name: metric["metric_name"],
      dimensions: metric["dimensions"] ?? {},
    }));
  });
}

const widgetsOf = (synthesis: Synthesis): Config[] =>
  records(synthesis, "aws_cloudwatch_dashboard").flatMap(
    ([, { dashboard_body }]) => JSON.parse(dashboard_body).widgets,
  );

function onDashboard(synthesis: Synthesis): Shown[] {
  return widgetsOf(synthesis).flatMap(({ properties }) =>
    properties.metrics.map(([namespace, name, ...rest]: string[]) => ({
      where: properties.title,
      namespace,
      name,
      dimensions: pairs(rest.slice(0, -1)),
    })),
  );
}

const pairs = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.flatMap((name, i) => (i % 2 ? [] : [[name, values[i + 1] as string]])));

const rows = Object.values<Operation>(operations);
const commands = rows.flatMap((row) => ("Command" in row ? row.actions : []));

describe.each(Object.entries(inputs))("with the settings %s", (_, input) => {
  const synthesis = synthesize(input);
  const shown = [...inAlarms(synthesis), ...onDashboard(synthesis)];
  const filters = synthesis.all("aws_cloudwatch_log_metric_filter").map(([, filter]) => filter);
  const counted = filters.map(({ metric_transformation: metric }) => metric);

  test("there are some", () => {
    expect(shown.length).toBeGreaterThan(15);
  });

  test("each metric is in the lists of support/infra/aws-metrics.ts, or is counted in the function's log", () => {
    const unknown = shown.filter(
      ({ namespace, name }) =>
        !awsMetrics[namespace]?.names.includes(name) &&
        !counted.some((metric) => metric.namespace === namespace && metric.name === name),
    );
    expect(unknown).toStrictEqual([]);
  });

  test("each has the dimensions with which it is published, by the same lists", () => {
    const wrong = shown.flatMap(({ namespace, name, dimensions }) => {
      const own = counted.find((metric) => metric.namespace === namespace && metric.name === name);
      const published = own
        ? [Object.keys(own.dimensions ?? {}).join()]
        : (awsDimensions[`${namespace} ${name}`] ?? awsDimensions[namespace]);
      const has = Object.keys(dimensions).sort().join();
      if (published?.includes(has)) return [];
      return `AWS publishes ${name} by ${published?.join(" or by ")}, not by ${has}`;
    });
    expect([...new Set(wrong)]).toStrictEqual([]);
  });

  /** References to every resource of the type, by the attribute that is the value of a dimension. */
  const reference = (type: string, attribute: string) =>
    synthesis.all(type).map(([address]) => `\${${type}.${address}.${attribute}}`);
  const indexesOf = (table: string) =>
    synthesis
      .all("aws_dynamodb_table")
      .filter(([address]) => table.includes(address))
      .flatMap(([, { global_secondary_index: indexes }]) => indexes ?? [])
      .map(({ name }: Config) => name);

  test("each dimension is a part of this stack", () => {
    const references: Readonly<Record<string, readonly string[]>> = {
      ApiName: reference("aws_api_gateway_rest_api", "name"),
      Stage: reference("aws_api_gateway_stage", "stage_name"),
      FunctionName: reference("aws_lambda_function", "function_name"),
      TableName: reference("aws_dynamodb_table", "name"),
    };
    const operationsOf = (namespace: string) =>
      namespace === "AWS/DynamoDB"
        ? commands.map((action) => action.replace("dynamodb:", ""))
        : Object.keys(operations);
    const known = (dimension: string, { namespace, dimensions }: Shown) =>
      references[dimension] ??
      (dimension === "Operation"
        ? operationsOf(namespace)
        : indexesOf(dimensions["TableName"] ?? ""));
    const foreign = shown.flatMap((one) =>
      Object.entries(one.dimensions)
        .filter(([dimension, value]) => !known(dimension, one).includes(value))
        .map(([dimension, value]) => `${one.where}: ${dimension} ${value}`),
    );
    expect(foreign).toStrictEqual([]);
  });

  test("each table, and each of its global indexes, is watched", () => {
    for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"]) {
      const watched = inAlarms(synthesis).filter(({ name }) => name === metric);
      const expected = reference("aws_dynamodb_table", "name").flatMap((table) => [
        table,
        ...indexesOf(table).map((index) => `${table} ${index}`),
      ]);
      const found = watched.map(({ dimensions: { TableName, GlobalSecondaryIndexName: index } }) =>
        index === undefined ? TableName : `${TableName} ${index}`,
      );
      expect(found.sort()).toStrictEqual(expected.sort());
    }
  });
});

test("an alarm adds up at most 10 metrics, which is CloudWatch's limit", () => {
  const alarms = synthesize(inputs["many indexes"]).all("aws_cloudwatch_metric_alarm");
  const queries = alarms.map(([, { metric_query = [] }]) => metric_query.length);
  expect(Math.max(...queries)).toBe(11); // with the sum itself
});

describe("the dashboard", () => {
  const widgets = widgetsOf(synthesize(inputs["prod"]));

  test("shows a request's path from left to right, and below it each operation", () => {
    const top = widgets.filter(({ y }) => y === 0).sort((a, b) => a["x"] - b["x"]);
    expect(top.map(({ properties }) => properties.title.slice(0, 2))).toStrictEqual([
      "1.",
      "2.",
      "3.",
      "4.",
    ]);
    const used = onDashboard(synthesize(inputs["prod"]))
      .filter(({ where }) => where === "Requests by operation")
      .map(({ dimensions }) => dimensions["Operation"]);
    expect(used).toStrictEqual(Object.keys(operations));
  });

  test("fits into the grid, and no two graphs overlap", () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from(
        { length: width * height },
        (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(widgets.filter(({ x, width }) => !Number.isInteger(x) || x + width > 24)).toStrictEqual(
      [],
    );
  });

  test("is in the stack's region", () => {
    const regions = widgets.map(({ properties }) => properties.region);
    expect(new Set(regions)).toStrictEqual(new Set(["us-east-1"]));
  });
});

test("without a setting, nothing is watched and nothing costs", () => {
  const plain = synthesize();
  for (const type of ["metric_alarm", "dashboard", "log_metric_filter"]) {
    expect(plain.has(`aws_cloudwatch_${type}`)).toBe(false);
  }
  expect(plain.all("aws_cloudwatch_log_group")).toHaveLength(1);
});
