/** Watches the files that a service is made from. */
import { statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { watch } from "chokidar";

const sources = ["functions", "infra", "main.ts", "cdktf.json"];

const isBelowSource = (path: string) => sources.includes(path.split(sep)[0] as string);

/** Neither directories nor the temporary files of editors. */
const isSource = (path: string) => isBelowSource(path) && /\.(ts|json)$/.test(path);

/** Milliseconds. chokidar drops a change within 50 of another one of the file, as of a formatter that follows a save. */
const lastLook = 100;

interface SourcesProps {
  /** The project's directory. */
  readonly root: string;
  /** When the files were read, in milliseconds since the epoch. */
  readonly since: number;
}

/**
 * Watches their directory: a file that is deleted and made again, as by git, would be lost if it were watched by name.
 * @param save takes the path of each file that is saved, from the directory, perhaps more than once
 * @returns what ends it, once the watcher knows the directories
 */
export async function watchSources(
  { root, since }: SourcesProps,
  save: (path: string) => void,
): Promise<() => Promise<void>> {
  const ignored = (path: string) => path !== root && !isBelowSource(relative(root, path));
  const watcher = watch(root, { cwd: root, ignoreInitial: true, atomic: false, ignored });
  const timeOf = (path: string) =>
    statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  watcher.on("all", (_, path) => {
    if (!isSource(path)) return;
    const time = timeOf(path);
    save(path);
    const look = () => !watcher.closed && timeOf(path) !== time && save(path);
    setTimeout(look, lastLook).unref();
  });
  await new Promise<void>((ready) => watcher.once("ready", ready));
  // What was saved after it was read, and before the watcher was ready.
  const files = Object.entries(watcher.getWatched()).flatMap(([directory, names]) =>
    names.map((name) => join(directory, name)),
  );
  for (const path of files) if (isSource(path) && timeOf(path) > since) save(path);
  return () => watcher.close();
}
