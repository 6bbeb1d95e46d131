/** Runs what a person saves: changed code at once, and then whatever else of the service has changed. */
import { statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type FSWatcher, watch } from "chokidar";
import type { LocalServer } from "./serve";
import type { Service } from "./service/service";
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

/** What the service is made from. */
const sources = ["functions", "infra", "main.ts", "cdktf.json"];

const isBelowSource = (path: string) => sources.includes(path.split(sep)[0] as string);

/** Neither directories nor the temporary files of editors. */
const isSource = (path: string) => isBelowSource(path) && /\.(ts|json)$/.test(path);

/** Milliseconds. Some editors save in several steps, and some commands change many files. */
const settling = 20;

/** @returns what ends it, once the watcher knows the directories */
export async function watchProject(props: WatchProps): Promise<() => Promise<void>> {
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
  const watcher = watchSources(props.root, save);
  await new Promise<void>((ready) => watcher.once("ready", ready));
  for (const path of savedSince(props, watcher.getWatched())) save(path);
  return async () => {
    await Promise.all([watcher.close(), bundler.close()]);
  };
}

/** Milliseconds. chokidar drops a change within 50 of another one of the file, as of a formatter that follows a save. */
const lastLook = 100;

/** Watches their directory: a file that is deleted and made again, as by git, would be lost if it were watched by name. */
function watchSources(root: string, save: (path: string) => void): FSWatcher {
  const ignored = (path: string) => path !== root && !isBelowSource(relative(root, path));
  const watcher = watch(root, { cwd: root, ignoreInitial: true, atomic: false, ignored });
  watcher.on("all", (_, path) => {
    if (!isSource(path)) return;
    const time = timeOf(root, path);
    save(path);
    const look = () => !watcher.closed && timeOf(root, path) !== time && save(path);
    setTimeout(look, lastLook).unref();
  });
  return watcher;
}

/** When the file was written, in milliseconds since the epoch; 0 if it is gone. */
const timeOf = (root: string, path: string) =>
  statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** What was saved after it was read, and before the watcher was ready. */
function savedSince({ root, since }: WatchProps, watched: Record<string, string[]>): string[] {
  const paths = Object.entries(watched).flatMap(([directory, names]) =>
    names.map((name) => join(directory, name)),
  );
  return paths.filter((path) => isSource(path) && timeOf(root, path) > since);
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
async function replaceCode(code: Saved, bundler: Bundler, props: WatchProps): Promise<boolean> {
  const { server } = props;
  await pause(settling);
  const saved = take(code);
  return report(saved, props, async () => {
    const zip = await bundler.bundle();
    await server.put((before) => withCode(before, zip));
  });
}

/** @param isStale whether code was saved since; then another synth follows */
async function replaceService(other: Saved, isStale: () => boolean, props: WatchProps) {
  const { server, root, synthesized } = props;
  await pause(settling);
  const saved = take(other);
  await report(saved, props, async () => {
    const service = await synthesize(root);
    if (isStale()) return;
    await server.put(service);
    synthesized();
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

async function report(saved: Saved, { log }: WatchProps, work: () => Promise<void>) {
  const [first = "The service", ...others] = saved.keys();
  const name = others.length > 0 ? `${first} and ${others.length} more` : first;
  try {
    await work();
    const [time] = saved.values();
    if (time !== undefined) log(`${name}: runs ${Date.now() - time} ms after it was saved.`);
    return true;
  } catch (error) {
    log(`${name}: ${(error as Error).message.trim()}\nWhat ran before goes on.`);
    return false;
  }
}
