/**
 * What is computed and committed: parts of documents, and docs/openapi.json. `npm run update` writes it, and a test
 * compares it.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import type { Operation } from "../../functions/operation";
import { operations } from "../../functions/operations";
import { routes } from "../../functions/rest/routes";
import { headlines } from "./headlines";
import { drawPicture } from "./infra/picture";
import { alarmPrices } from "./infra/prices";
import { readmeIsOurs } from "./page";
import { ceilingTable, requestTable, stepTable, timeTable } from "./scaling";

interface Generated {
  readonly file: string;
  /** The part between `<!-- generated: NAME -->` and `<!-- end -->`. */
  readonly name: string;
  readonly write: () => string;
}

const ofReadme: readonly Generated[] = [
  { file: "README.md", name: "operations", write: operationsTable },
  {
    file: "README.md",
    name: "picture",
    write: () => drawPicture(JSON.parse(synthesized("cdk.tf.json"))),
  },
  { file: "README.md", name: "speed", write: headlines },
];

export const generated: readonly Generated[] = [
  ...ofReadme.filter((part) => readmeIsOurs || hasPart(part)),
  { file: "docs/scaling.md", name: "requests", write: requestTable },
  { file: "docs/scaling.md", name: "time", write: timeTable },
  { file: "docs/scaling.md", name: "ceiling", write: ceilingTable },
  { file: "docs/scaling.md", name: "steps", write: stepTable },
  { file: "docs/api.md", name: "requests", write: requestsTable },
  { file: "docs/settings.md", name: "alarms", write: alarmPrices },
];

function operationsTable(): string {
  const rows = Object.entries<Operation>(operations).map(([name, row]) => {
    const actions = "Command" in row ? row.actions.join(", ") : "–";
    return `| ${name} | ${row.summary} | ${actions} | ${payloadOf(row)} |`;
  });
  return ["| operation | does | IAM action | payload |", "|---|---|---|---|", ...rows].join("\n");
}

function requestsTable(): string {
  const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(" and ");
  const rows = routes.flatMap(({ runs, versionedRuns = [], indexRuns = [], ...route }) => {
    if (runs === undefined) return [];
    const { method, path, summary, statuses, versionedStatuses = [] } = route;
    const answers = [
      statuses.join(", "),
      ...(versionedStatuses.length > 0 ? [`with versions ${versionedStatuses.join(", ")}`] : []),
    ];
    const operations = [
      code(runs),
      ...(versionedRuns.length > 0 ? [`with versions ${code(versionedRuns)}`] : []),
      ...(indexRuns.length > 0 ? [`of an index's hash key ${code(indexRuns)} instead`] : []),
    ];
    return `| \`${method} …${path}\` | ${summary} | ${answers.join("; ")} | ${operations.join("; ")} |`;
  });
  const head = "| request | does | answers | runs |";
  return [head, "|---|---|---|---|", ...rows].join("\n");
}

/** The parameters of a payload, the required ones bold. */
function payloadOf({ payload }: Operation): string {
  const { type, properties = {}, required = [] } = z.toJSONSchema(payload, { io: "input" });
  if (type !== "object") return "any JSON";
  const names = Object.keys(properties);
  return names.map((name) => (required.includes(name) ? `**${name}**` : name)).join(", ") || "–";
}

export const document = { file: "docs/openapi.json", write: () => synthesized("openapi.json") };

/** A file that synth writes for the settings in main.ts, in no environment of a person's own. */
function synthesized(file: "openapi.json" | "cdk.tf.json"): string {
  const output = mkdtempSync(join(tmpdir(), "document-"));
  const { PATH } = process.env;
  const env = { PATH, CDKTF_OUTDIR: output };
  execFileSync(process.execPath, ["launch.mjs", "main.ts"], { env, stdio: "pipe" });
  const [stack] = readdirSync(join(output, "stacks")) as [string];
  const text = readFileSync(join(output, "stacks", stack, file), "utf8");
  rmSync(output, { recursive: true });
  return text;
}

function startOf({ name }: Generated): string {
  return `<!-- generated: ${name} -->\n`;
}

function hasPart(part: Generated): boolean {
  return readFileSync(part.file, "utf8").includes(startOf(part));
}

/** @returns the file's text with the part as it should be */
export function updated(part: Generated): { before: string; after: string } {
  const { file, write } = part;
  const before = readFileSync(file, "utf8");
  const start = startOf(part);
  const from = before.indexOf(start) + start.length;
  const to = before.indexOf("<!--", from);
  if (from < start.length || !before.startsWith("<!-- end -->", to)) {
    throw new Error(`${file} needs the lines ${start.trim()} and <!-- end --> around a part.`);
  }
  return { before, after: `${before.slice(0, from)}${write()}\n${before.slice(to)}` };
}

export function update(): void {
  for (const part of generated) writeFileSync(part.file, updated(part).after);
  writeFileSync(document.file, document.write());
}
