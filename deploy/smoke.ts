/** `npm run smoke -- URL`: sends each operation's example to a deployed or a local service. */
import { parseArgs } from "node:util";
import { exampleRequest } from "../functions/examples";
import type { Operation } from "../functions/operation";
import { operations } from "../functions/operations";
import { createSender, type Send } from "./sender";
import { findItems, type SmokeItems } from "./smoke-items";

const usage = `Usage: npm run smoke -- URL [--table NAME] [--key JSON]
  URL           the invoke URL that a deploy or npm start prints, …/prod/DynamoDBManager
  --table NAME  a table of the API; default: its first one
  --key JSON    key of an item that does not exist, which smoke may write and delete
Requests are signed when the environment or AWS_PROFILE has credentials; API_KEY and ID_TOKEN are sent
if they are set.`;

interface Check {
  readonly operation: string;
  readonly right: boolean;
  readonly status: number | string;
  readonly ms: number;
  readonly answer: string;
}

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    console.error(usage);
    return 2;
  }
  const send = await createSender(options.url);
  const target = await findItems(send, options.table, options.key);
  const checks: Check[] = [];
  for (const [name, row] of Object.entries<Operation>(operations)) {
    checks.push(await check(send, name, row, target));
    print(checks.at(-1) as Check);
  }
  await removeItems(send, target);
  const failed = checks.filter(({ right }) => !right).length;
  console.log(`${checks.length - failed} answered as they should, ${failed} did not`);
  return failed === 0 ? 0 : 1;
}

function readOptions(args: readonly string[]) {
  try {
    const options = { table: { type: "string" }, key: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [url = "", ...others] = positionals;
    if (others.length > 0 || !URL.canParse(url)) return undefined;
    const key = values.key === undefined ? undefined : JSON.parse(values.key);
    return { url: url.replace(/\/$/, ""), table: values.table, key };
  } catch {
    return undefined;
  }
}

async function check(
  send: Send,
  operation: string,
  row: Operation,
  { tableName, items }: SmokeItems,
): Promise<Check> {
  const started = performance.now();
  const request = exampleRequest(operation, tableName, items);
  const { status, body } = await send(JSON.stringify(request)).catch((error: Error) => ({
    status: "no answer",
    body: String(error.cause ?? error),
  }));
  const ms = Math.round(performance.now() - started);
  return {
    operation,
    right: (status === 200 && isRight(row, body, request)) || isWriteRefused(row, body),
    status,
    ms,
    answer: body,
  };
}

/** Answers of DynamoDB depend on the table's items; the others are known. */
function isRight(
  row: Operation,
  body: string,
  { payload }: { readonly payload: unknown },
): boolean {
  if ("answer" in row) return body === JSON.stringify(row.answer(payload));
  return body.startsWith("{");
}

/** A table with versions is written through its own paths only. */
function isWriteRefused(row: Operation, body: string): boolean {
  const isWrite = "access" in row && row.access === "write";
  return isWrite && body.includes('"errors":[{"pointer":"/operation",');
}

async function removeItems(send: Send, { tableName, items }: SmokeItems): Promise<void> {
  for (const Key of Object.values(items)) {
    await send(JSON.stringify({ operation: "delete", tableName, payload: { Key } }));
  }
}

function print({ operation, status, ms, answer }: Check): void {
  const text = answer.length > 100 ? `${answer.slice(0, 99)}…` : answer;
  console.log(
    [operation.padEnd(10), String(status).padEnd(9), `${ms} ms`.padStart(7), text].join("  "),
  );
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
