/** The metric filters on the lines that the handler really writes. */

import { exampleRequest } from "../../../functions/examples";
import { createHandler } from "../../../functions/handler";
import { operations } from "../../../functions/operations";
import type { Table } from "../../../functions/table";
import type { Config } from "../../support/infra/synthesize";
import { variant } from "../../support/infra/variants";

const table: Table = {
  name: "LambdaTable",
  physicalName: "LambdaTable",
  keys: [{ name: "Id", type: "S" }],
};
const context = { awsRequestId: "id", getRemainingTimeInMillis: () => 10_000 };

const filters: Readonly<Record<string, Config>> = Object.fromEntries(
  variant("prod")
    .all("aws_cloudwatch_log_metric_filter")
    .map(([, filter]) => [filter["metric_transformation"].name, filter]),
);

/** CloudWatch's syntax, as far as these patterns use it: one member, one comparison. */
function matches(pattern: string, line: string): boolean {
  const [, name = "", operator, operand = ""] =
    /^\{ \$\.(\w+) (=|>=) (\S+) \}$/.exec(pattern) ?? [];
  const value = JSON.parse(line)[name];
  if (operator === "=" && operand === '"*"') return typeof value === "string";
  if (operator === ">=") return typeof value === "number" && value >= Number(operand);
  throw new Error(`not understood: ${pattern}`);
}

/** The line of a request. */
async function lineOf(event: unknown, send = async () => ({})): Promise<string> {
  const lines: string[] = [];
  const handler = createHandler({
    send,
    tables: new Map([[table.name, table]]),
    log: (line) => lines.push(line),
  });
  await handler(event, context).catch(() => undefined);
  expect(lines).toHaveLength(1);
  return lines[0] as string;
}

const fails = async () => Promise.reject(new Error("down"));
const { Requests, ServerErrors } = filters;

test("both filters count in the log of the function", () => {
  const groups = Object.values(filters).map(({ log_group_name }) => log_group_name);
  const { log_group } = variant("prod").one("aws_lambda_function")["logging_config"];
  expect(groups).toStrictEqual([log_group, log_group]);
});

test.each(Object.keys(operations))("a request of %s is counted by its name", async (name) => {
  const line = await lineOf(exampleRequest(name));
  expect(matches(Requests?.["pattern"], line)).toBe(true);
  const [, member = ""] =
    /^\$\.(\w+)$/.exec(Requests?.["metric_transformation"].dimensions.Operation) ?? [];
  expect(JSON.parse(line)[member]).toBe(name);
});

test("what a caller sends as an operation never becomes a name of a metric", async () => {
  const line = await lineOf({ operation: "my-own-metric", payload: {} });
  expect(line).not.toContain("my-own-metric");
  expect(matches(Requests?.["pattern"], line)).toBe(false);
});

test.each([
  ["an answer", false, exampleRequest("ping"), undefined],
  ["a refused request", false, { operation: "read" }, undefined],
  ["a failure of the database", true, exampleRequest("read"), fails],
] as const)("%s is counted as a server error: %j", async (_, counted, event, send) => {
  expect(matches(ServerErrors?.["pattern"], await lineOf(event, send))).toBe(counted);
});
