/** The API's document and the handler in process, over the embedded engine, for settings of a test's own. */
import { readDocument } from "../../conformance/document";
import { type Outcome, run } from "../../conformance/run";
import type { Answer, Request, Send } from "../../conformance/sender";
import { describeApi } from "../../infra/openapi/document";
import { resolveSettings, type SettingsInput } from "../../infra/settings/settings";
import { readService } from "../../local/service/service";
import { parseTerraform } from "../../local/service/terraform";
import { inProcess } from "./functions/clients";
import { startHandler, type TableConfig } from "./functions/events";
import { synthesize } from "./infra/synthesize";

/**
 * Keys of every type, indexes of both kinds, versions, names of parameters, and names that have to be escaped. None is
 * the name of an attribute that a row of one's own might write, since a key cannot be changed.
 */
export const oddTables = `{
  tables: {
    Orders: {
      hashKey: { name: "partition", type: "S" },
      sortKey: { name: "cursor", type: "N" },
      globalIndexes: {
        "by-state": { hashKey: { name: "the state", type: "S" }, sortKey: { name: "index", type: "B" } },
      },
      localIndexes: { "by-time": { name: "time of order", type: "S" } },
    },
    Blobs: {
      hashKey: { name: "a/b", type: "N" },
      sortKey: { name: "~c", type: "B" },
      globalIndexes: { "by-number": { hashKey: { name: "key.number", type: "N" } } },
      versionAttribute: "version",
    },
  },
}`;

/** `GET` of a table is served by one of its two operations only. */
export const halfOpenTables = `{
  tables: {
    Queried: {
      hashKey: { name: "Id", type: "S" },
      globalIndexes: { "by-state": { hashKey: { name: "state", type: "S" }, sortKey: { name: "n", type: "N" } } },
      operations: ["create", "read", "delete", "query"],
    },
    Listed: {
      hashKey: { name: "Id", type: "S" },
      globalIndexes: { "by-state": { hashKey: { name: "state", type: "S" } } },
      operations: ["create", "read", "delete", "list"],
    },
  },
}`;

/** @param text of the object in main.ts */
export const settingsOf = (text: string): SettingsInput => new Function(`return ${text}`)();

/** Changes what goes in or out. */
export interface Fault {
  readonly request?: (request: Request) => Request;
  readonly answer?: (answer: Answer, request: Request) => Answer;
}

export async function startConformance(input: SettingsInput) {
  const settings = resolveSettings(input);
  const { tables, tableNames } = readService(parseTerraform(synthesize(input).json, "/stack"));
  const configs = Object.entries(tableNames).map(([name, physicalName]) => {
    const config = tables.find((table) => table["name"] === physicalName) as unknown as TableConfig;
    const { versionAttribute, operations } = settings.tables[name] ?? {};
    return [name, { ...config, versionAttribute, operations }] as const;
  });
  const service = await startHandler(configs);
  const client = inProcess(service.handler);
  const document = readDocument(JSON.stringify(describeApi(settings, ".")));
  const sendWith =
    ({ request: change = (one) => one, answer: alter = (one) => one }: Fault): Send =>
    async (request) => {
      const { method, path, headers, body } = change(request);
      const received = await client(method, path, { headers, body });
      const { status, text } = received;
      return alter({ status, body: text, headers: received.headers as Answer["headers"] }, request);
    };
  const conform = (fault: Fault = {}, seed = 1, endsEarly = true): Promise<Outcome> => {
    let end = () => {};
    return run({
      document,
      send: sendWith(fault),
      seed,
      onStart: (stop) => {
        end = stop;
      },
      // One finding is enough.
      report: ({ records }) =>
        endsEarly && records.some(({ findings }) => findings.length > 0) && end(),
    });
  };
  return {
    ...service,
    document,
    conform,
    names: document.tables.map((table) => [table, tableNames[table.name]] as const),
  };
}

export const findingsOf = ({ records }: Outcome) =>
  records.filter(({ findings }) => findings.length > 0);
