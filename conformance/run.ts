/** All requests to one target, group by group, and the removal of what they left. */
import type { Document } from "./document";
import { askEnvelope, askOperation } from "./envelope";
import { createItems, type Items } from "./items";
import { askAnswering, askPaths } from "./paths";
import { askResource } from "./resources";
import type { Request, Send } from "./sender";
import { createSession, type RequestRecord, type Session, Stop } from "./session";

/** The requests of one operation or route. */
export interface Group {
  readonly name: string;
  readonly ms: number;
  readonly records: readonly RequestRecord[];
  /** Whether a request is to that operation or route; others set up its items, or read what it did. */
  readonly isOwn: (request: Request) => boolean;
}

interface Props {
  readonly document: Document;
  readonly send: Send;
  readonly seed: number;
  /** As soon as a group is done. */
  readonly report: (group: Group) => void;
  /** Gets what stops the run; its items are removed before it ends. */
  readonly onStart?: (stop: () => void) => void;
}

export interface Outcome {
  readonly records: readonly RequestRecord[];
  /** Why not everything was asked. */
  readonly stopped?: string;
  /** Paths of items that could not be removed. */
  readonly left: readonly string[];
}

export async function run({ document, send, seed, report, onStart }: Props): Promise<Outcome> {
  const session = createSession(document, send);
  onStart?.(session.stop);
  const all = document.tables.map((table) => createItems(table, session, seed));
  const { records } = session;
  let stopped: string | undefined;
  for (const { name, isOwn, ask } of groupsOf(session, all)) {
    const [started, before] = [performance.now(), records.length];
    stopped = await ask().then(() => undefined, reasonToStop);
    const ms = Math.round(performance.now() - started);
    report({ name, ms, records: records.slice(before), isOwn });
    if (stopped !== undefined) break;
  }
  const left = await Promise.all(all.map((items) => items.remove()));
  return { records, stopped, left: left.flat() };
}

/** Whatever it is, the items are removed. */
const reasonToStop = (error: Error) =>
  error instanceof Stop ? error.message : (error.stack ?? error.message);

/** One for each operation and each route, and one for what the document does not have. */
function groupsOf(session: Session, all: readonly Items[]) {
  const { routes, envelope, operations } = session.document;
  const askRoute = (route: Document["envelope"]) => {
    const items = all.find(({ table }) => table.routes.includes(route));
    if (route === envelope) return askEnvelope(session);
    return items ? askResource(session, items, route) : askAnswering(session, route);
  };
  const isEnvelope = ({ method, path }: Request) => method === "POST" && path === envelope.path;
  return [
    ...operations.map((one) => ({
      name: one.name,
      isOwn: isEnvelope,
      ask: () => askOperation(session, one, all),
    })),
    ...routes.map((one) => ({
      name: `${one.method} ${one.path}`,
      isOwn: ({ method }: Request) => method === one.method,
      ask: () => askRoute(one),
    })),
    { name: "other paths and methods", isOwn: () => true, ask: () => askPaths(session, all) },
  ];
}
