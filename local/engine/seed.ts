/** Writes a seed by the deployed function itself, so that what the API accepts and how it reads values is the same. */
import type { Outcome } from "../function/outcome";
import type { Seed, SeedEntry } from "./seed-file";

interface PlantProps {
  readonly seed: Seed;
  /** Below the stage, of the route that takes the API's requests. */
  readonly path: string;
  readonly invoke: (event: unknown) => Promise<Outcome>;
  /** Takes a line every two seconds, and one at the end. */
  readonly log: (line: string) => void;
}

/** What BatchWriteItem takes at most, and less than the API's 1 MiB for a body. */
const batch = { entries: 25, size: 900_000 };

/** Milliseconds between two lines. */
const progress = 2000;

/** The number of refused entries that are named. */
const maxNamed = 10;

/**
 * An item with the same key is replaced.
 * @throws Error that names the entries that were refused, when all others are written
 */
export async function plantSeed({ seed, path, invoke, log }: PlantProps): Promise<void> {
  const { name, entries } = seed;
  const refused: string[] = [];
  let last = Date.now();
  let done = 0;
  for (const group of groupsOf(entries)) {
    if (!(await writeTogether(group, path, invoke))) {
      for (const entry of group) {
        const reason = reasonIn(await invoke(eventOf(path, requestOf(entry))));
        if (reason !== undefined) refused.push(`${entry.place}: ${reason}`);
      }
    }
    done += group.length;
    if (done < entries.length && Date.now() - last < progress) continue;
    last = Date.now();
    log(`Seed     ${done - refused.length} of ${entries.length} entries of ${name}`);
  }
  if (refused.length > 0) throw new Error(summaryOf(seed, refused));
}

function summaryOf({ name, entries }: Seed, refused: readonly string[]): string {
  const written = `${name}: ${entries.length - refused.length} of ${entries.length} entries were written`;
  const more = refused.length > maxNamed ? [`and ${refused.length - maxNamed} more`] : [];
  return [`${written}, and these were refused:`, ...refused.slice(0, maxNamed), ...more].join(
    "\n  ",
  );
}

/** Items of one table that fit into one request; a request is alone. */
function groupsOf(entries: readonly SeedEntry[]): SeedEntry[][] {
  const groups: SeedEntry[][] = [];
  let size = 0;
  for (const entry of entries) {
    const group = groups.at(-1);
    const bytes = Buffer.byteLength(entry.text);
    const fits = group && group.length < batch.entries && size + bytes <= batch.size;
    if (fits && entry.table !== undefined && group[0]?.table === entry.table) {
      group.push(entry);
      size += bytes;
    } else {
      groups.push([entry]);
      size = bytes;
    }
  }
  return groups;
}

/** @returns whether all are written; if not, some may be */
async function writeTogether(
  group: readonly SeedEntry[],
  path: string,
  invoke: PlantProps["invoke"],
): Promise<boolean> {
  if (group.length === 1) return false;
  const items = group.map(({ text }) => text).join();
  const payload = `{"Put":[${items}]}`;
  const outcome = await invoke(eventOf(path, envelopeOf("batchWrite", group[0]?.table, payload)));
  return reasonIn(outcome) === undefined && resultIn(outcome).body === "{}"; // otherwise, it names what is left
}

const requestOf = ({ table, text }: SeedEntry) =>
  table === undefined ? text : envelopeOf("create", table, `{"Item":${text}}`);

const envelopeOf = (operation: string, table: string | undefined, payload: string) =>
  `{"operation":"${operation}","tableName":${JSON.stringify(table)},"payload":${payload}}`;

/** Of the proxy integration; a direct invocation would round numbers. */
const eventOf = (path: string, body: string) => ({
  httpMethod: "POST",
  resource: path,
  path,
  headers: {},
  requestContext: {},
  body,
  isBase64Encoded: false,
});

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** @returns why the entry was refused; `undefined` when it was not */
function reasonIn(outcome: Outcome): string | undefined {
  if ("failure" in outcome) return outcome.failure;
  const { statusCode, body } = resultIn(outcome);
  if (statusCode < 400) return undefined;
  const { detail, errors }: Problem = JSON.parse(body);
  const fields = errors?.map(({ pointer, detail: what }) => {
    return `${pointer.replace(/^\/payload(?=\/)/, "")} ${what}`;
  });
  return fields?.join(" ") ?? detail;
}

const resultIn = (outcome: Outcome): { statusCode: number; body: string } =>
  "payload" in outcome ? JSON.parse(outcome.payload) : { statusCode: 500, body: "" };
