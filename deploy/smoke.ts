/** `npm run smoke -- URL`: each operation's example against a deployed or a local service. */
import { type Operation, operations } from "../functions/operations";
import { createSender, type Send } from "./sender";

const usage = `Usage: npm run smoke -- URL
  URL   the invoke URL that a deploy or npm start prints, …/prod/DynamoDBManager
Requests are signed when the environment or AWS_PROFILE has credentials; API_KEY and ID_TOKEN are sent
if they are set.`;

interface Outcome {
  readonly operation: string;
  readonly right: boolean;
  readonly status: number | string;
  readonly ms: number;
  readonly answer: string;
}

/** @returns the exit code */
async function main([url, ...others]: readonly string[]): Promise<number> {
  if (url === undefined || others.length > 0 || !URL.canParse(url)) {
    console.error(usage);
    return 2;
  }
  const send = await createSender(url);
  const occupied = await findExampleItem(send);
  if (occupied !== undefined) {
    console.error(occupied);
    return 1;
  }
  const outcomes: Outcome[] = [];
  for (const [name, row] of Object.entries<Operation>(operations)) {
    outcomes.push(await request(send, name, row));
    print(outcomes.at(-1) as Outcome);
  }
  const failed = outcomes.filter(({ right }) => !right).length;
  console.log(`${outcomes.length - failed} answered as they should, ${failed} did not`);
  return failed === 0 ? 0 : 1;
}

/** The examples write an item and delete it: not over one that somebody else keeps there. */
async function findExampleItem(send: Send): Promise<string | undefined> {
  const { example } = operations.read;
  const { status, body } = await send(JSON.stringify({ operation: "read", ...example })).catch(
    () => ({ status: 0, body: "" }),
  );
  if (status !== 200 || body === "{}") return undefined;
  const key = JSON.stringify(example.payload.Key);
  return `${example.tableName} has an item ${key}, which the examples would overwrite and delete. Nothing was changed; delete it first if it is of no use.`;
}

async function request(send: Send, operation: string, row: Operation): Promise<Outcome> {
  const started = performance.now();
  const { status, body } = await send(JSON.stringify({ operation, ...row.example })).catch(
    (error: Error) => ({ status: "no answer", body: String(error.cause ?? error) }),
  );
  const ms = Math.round(performance.now() - started);
  return { operation, right: status === 200 && isRight(row, body), status, ms, answer: body };
}

/** DynamoDB's answers depend on what stands in the table; those of the API itself do not. */
function isRight(row: Operation, body: string): boolean {
  if ("answer" in row) return body === JSON.stringify(row.answer(row.example.payload));
  return body.startsWith("{");
}

function print({ operation, status, ms, answer }: Outcome): void {
  const text = answer.length > 100 ? `${answer.slice(0, 99)}…` : answer;
  console.log(
    [operation.padEnd(8), String(status).padEnd(9), `${ms} ms`.padStart(7), text].join("  "),
  );
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
