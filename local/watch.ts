/** Runs what a person saves: changed code at once, and then whatever else of the service has changed. */
import { sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { LocalServer } from "./serve";
import type { Service } from "./service/service";
import { watchSources } from "./sources";
import { type Bundler, startBundler, synthesize } from "./synth";

interface WatchProps {
  /** The project's directory. */
  readonly root: string;
  readonly server: Pick<LocalServer, "put" | "prepare">;
  /** When the service that runs was read, in milliseconds since the epoch. */
  readonly since: number;
  /** Is called when a later synth of the service runs. */
  readonly synthesized: () => void;
  readonly log: (line: string) => void;
}

/** Names of files, with the time at which each was first saved. */
type Saved = Map<string, number>;

/** Milliseconds. Some editors save in several steps, and some commands change many files. */
const settling = 20;

/** @returns what ends it, once the watcher knows the directories */
export async function watchProject(given: WatchProps): Promise<() => Promise<void>> {
  const props = { ...given, report: createReport(given.log) };
  const code: Saved = new Map();
  const other: Saved = new Map();
  const bundler = startBundler(props.root);
  let saves = 0; // of code
  const runService = coalesce(() => {
    const before = saves;
    return replaceService(other, () => saves > before, props);
  });
  const runCode = coalesce(async () => {
    if (await replaceCode(code, bundler, props)) void runService(); // the operation table is code, and so are the policy and the models
  });
  const save = (path: string) => {
    const isCode = path.startsWith(`functions${sep}`);
    const saved = isCode ? code : other;
    if (!saved.has(path)) saved.set(path, Date.now());
    if (isCode) saves++;
    void (isCode ? runCode() : runService());
    if (isCode) props.server.prepare(); // while the code is built
  };
  const close = await watchSources(props, save);
  return async () => {
    await Promise.all([close(), bundler.close()]);
  };
}

/** One run at a time. Calls during a run cause one more. */
function coalesce(job: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  const call = () => {
    again = running !== undefined;
    running ??= job().finally(() => {
      running = undefined;
      return again ? call() : undefined;
    });
    return running;
  };
  return call;
}

/** @returns whether it runs */
async function replaceCode(code: Saved, bundler: Bundler, props: Reporting): Promise<boolean> {
  const { server, report } = props;
  await pause(settling);
  const saved = take(code);
  return report(saved, async () => {
    const zip = await bundler.bundle();
    await server.put((before) => withCode(before, zip));
    return true;
  });
}

/** @param isStale whether code was saved since; then another synth follows, once that code runs */
async function replaceService(other: Saved, isStale: () => boolean, props: Reporting) {
  const { server, root, synthesized, report } = props;
  await pause(settling);
  const saved = take(other);
  await report(saved, async () => {
    const service = await synthesize(root).catch((error) => {
      if (!isStale()) throw error; // otherwise it may be that code's fault, which is told already
    });
    if (service === undefined || isStale()) return putBack(saved, other);
    await server.put(service);
    synthesized();
    return true;
  });
}

function withCode(service: Service, zip: string): Service {
  const routes = service.routes.map((route) => ({
    ...route,
    function: { ...route.function, code: zip },
  }));
  return { ...service, routes };
}

function take(saved: Saved): Saved {
  const taken = new Map(saved);
  saved.clear();
  return taken;
}

function putBack(taken: Saved, saved: Saved): false {
  for (const [path, time] of [...taken, ...take(saved)])
    if (!saved.has(path)) saved.set(path, time);
  return false;
}

interface Reporting extends WatchProps {
  /** Does the work, and says what came of it, unless it was left for later. @returns whether it was done */
  readonly report: (saved: Saved, work: () => Promise<boolean>) => Promise<boolean>;
}

function createReport(log: WatchProps["log"]): Reporting["report"] {
  let last = ""; // the last failure, until something runs again
  return async (saved, work) => {
    const [first = "The service", ...others] = saved.keys();
    const name = others.length > 0 ? `${first} and ${others.length} more` : first;
    try {
      if (!(await work())) return false;
      last = "";
      const [time] = saved.values();
      if (time !== undefined) log(`${name}: runs ${Date.now() - time} ms after it was saved.`);
      return true;
    } catch (error) {
      const reason = (error as Error).message.trim();
      // The synth that follows saved code may fail as one that was told already.
      if (saved.size > 0 || reason !== last) log(`${name}: ${reason}\nWhat ran before goes on.`);
      last = reason;
      return false;
    }
  };
}
