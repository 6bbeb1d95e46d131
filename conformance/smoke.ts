/** `npm run smoke -- URL`: sends a deployed or a local service what its OpenAPI document allows and refuses. */
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Document, readDocument } from "./document";
import { describeFailure, describeGroup, differences } from "./report";
import { type Outcome, run } from "./run";
import { createSender, patience, readText, type Send } from "./sender";
import { reasonOf } from "./session";

const usage = `Usage: npm run smoke -- URL [URL] [--document FILE] [--seed NUMBER]
  URL              the invoke URL that a deploy or npm start prints, …/prod/DynamoDBManager. The answers of
                   a second one are compared with those of the first
  --document FILE  the API's OpenAPI document; default: the one that a local server has, and for others the
                   one of the last npm run synth or deploy
  --seed NUMBER    sends the requests of an earlier run again
Requests are signed when the environment or AWS_PROFILE has credentials; API_KEY and ID_TOKEN are sent
if they are set.`;

/** What the user can fix. */
class UsageError extends Error {}

/** @returns the exit code: 1 for a wrong answer, 2 if nothing could be asked */
async function main(args: readonly string[]): Promise<number> {
  const { urls, file, seed } = readOptions(args);
  const document = readSource(await findDocument(urls[0] as string, file));
  const outcomes: Outcome[] = [];
  for (const url of urls) {
    const send = await createSender(baseOf(url, document));
    await probe(send, url, document);
    console.log(`${url} with --seed ${seed}`);
    const outcome = await runOnce(document, send, seed);
    outcomes.push(outcome);
    if (outcome.stopped !== undefined) break;
  }
  const [first, second] = outcomes as [Outcome, Outcome?];
  const different = second ? differences(first.records, second.records) : [];
  for (const line of different) console.log(line);
  if (second) console.log(`${different.length} answers differ`);
  return outcomes.every(isRight) && different.length === 0 ? 0 : 1;
}

const isRight = ({ records, stopped, left }: Outcome) =>
  stopped === undefined && left.length === 0 && records.every(({ findings: [one] }) => !one);

function readOptions(args: readonly string[]) {
  const options = { document: { type: "string" }, seed: { type: "string" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const urls = positionals.map((url) => url.replace(/\/$/, ""));
    const seed = Number(values.seed ?? randomInt(1e6));
    if (!Number.isSafeInteger(seed)) throw new UsageError("--seed takes a whole number.");
    if (![1, 2].includes(urls.length)) throw new UsageError(usage);
    const wrong = urls.find((url) => !/^https?:/.test(url) || !URL.canParse(url));
    if (wrong !== undefined) throw new UsageError(`${wrong} is no URL that begins with http.`);
    return { urls, file: values.document, seed };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(usage);
  }
}

/** A document, and where it was found. */
interface Source {
  readonly place: string;
  readonly text: string;
}

/** @throws UsageError when it is no document of such an API */
function readSource({ place, text }: Source): Document {
  try {
    return readDocument(text);
  } catch (error) {
    const reason = (error as Error).message.replaceAll(/\s+/g, " ");
    throw new UsageError(
      `${place} is no OpenAPI document of this service (${reason}). Run npm run synth, which writes one, or name another one with --document.`,
    );
  }
}

/** A local server has the document of the version that it runs. */
async function findDocument(url: string, file: string | undefined): Promise<Source> {
  const page = new URL("/_pages/openapi.json", url);
  const isLocal = file === undefined && page.protocol === "http:";
  const served = isLocal ? await fetchPage(page) : undefined;
  if (served !== undefined) return { place: page.href, text: served };
  const stacks = "cdktf.out/stacks";
  try {
    const [stack, ...others] = file ? [] : readdirSync(stacks);
    if (others.length > 0)
      throw new UsageError(`${stacks} has several stacks: name the --document of one.`);
    const place = file ?? `${stacks}/${stack}/openapi.json`;
    return { place, text: readFileSync(place, "utf8") };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `There is no document: run npm run synth, or give --document (${(error as Error).message}).`,
    );
  }
}

/** @returns nothing when the server has no such page, or does not answer */
async function fetchPage(page: URL): Promise<string | undefined> {
  const signal = AbortSignal.timeout(patience);
  const response = await fetch(page, { signal }).catch(() => undefined);
  if (!response?.ok) return undefined;
  return readText(response).catch((error: unknown) => {
    throw new UsageError(`${page} cannot be read: ${reasonOf(error)}.`);
  });
}

/** The document's paths begin with the resource, which ends the URL. */
function baseOf(url: string, { envelope: { path } }: Document): string {
  if (url.endsWith(path)) return url.slice(0, -path.length);
  throw new UsageError(`The URL must end in ${path}, as the document has it. Received ${url}.`);
}

/** @throws UsageError unless the service answers, and this caller may call it */
async function probe(send: Send, url: string, { envelope: { path } }: Document): Promise<void> {
  const request = { method: "GET", path: `${path}/noSuchPath` };
  const { status, body } = await send(request).catch((error: unknown) => {
    const reason = reasonOf(error);
    const advice = reason.includes("ECONNREFUSED") ? " Does npm start run there?" : "";
    throw new UsageError(`No answer from ${url}: ${reason}.${advice}`);
  });
  if (status === 404) return;
  throw new UsageError(
    `${url} does not let this caller in, or is another API: ${status} ${body}
Set the AWS credentials of a caller (npm start -- --auth prints its own), API_KEY or ID_TOKEN.`,
  );
}

async function runOnce(document: Document, send: Send, seed: number): Promise<Outcome> {
  let end = () => {};
  const interrupt = () => {
    process.once("SIGINT", () => process.exit(1)).once("SIGTERM", () => process.exit(1));
    console.log("Interrupted: removing the items that were created. Ctrl-C again leaves them.");
    end();
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  const outcome = await run({
    document,
    send,
    seed,
    report: (group) => {
      console.log(describeGroup(group));
      for (const record of group.records)
        if (record.findings.length > 0) console.log(describeFailure(record));
    },
    onStart: (stop) => {
      end = stop;
    },
  });
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  const wrong = outcome.records.filter(({ findings }) => findings.length > 0).length;
  console.log(`${outcome.records.length - wrong} answered as they should, ${wrong} did not`);
  if (outcome.stopped !== undefined) console.error(outcome.stopped);
  for (const path of outcome.left) console.error(`Could not remove ${path}`);
  return outcome;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    console.error(error instanceof UsageError ? error.message : error.stack);
    process.exit(2);
  },
);
