/** The directory of the engine's data. One process at a time uses it, and nothing is changed that cannot be read. */
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { Level } from "level";

export interface Data {
  /** Of the engine's database. */
  readonly path: string;
  /** Throws an Error that says what to do when the engine could not open it. */
  readonly tryOpen: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * @param reset deletes the data first
 * @throws Error that says what to do when another process uses the directory, when it cannot be written, and when the
 * data is damaged
 */
export async function takeData(directory: string, reset = false): Promise<Data> {
  const path = join(directory, "data");
  const explained = <T>(work: () => Promise<T>) => explainErrors(directory, work);
  const lock = await explained(() => takeLock(directory));
  const close = () => lock.close();
  const tryOpen = () => explained(() => openOnce(path));
  try {
    if (reset) rmSync(path, { recursive: true, force: true });
    await explained(() => check(path, join(directory, "check")));
    await tryOpen();
  } catch (error) {
    await close();
    throw error;
  }
  return { path, tryOpen, close };
}

/**
 * The lock is an empty LevelDB: the kernel releases it when the process ends, even by a crash. The
 * engine opens its own database only at the first request, and would crash if it is locked.
 */
async function takeLock(directory: string): Promise<Level> {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "lock");
  const lock = new Level(path);
  await lock.open().catch(async (error) => {
    if (error.cause?.code !== "LEVEL_CORRUPTION") throw error;
    rmSync(path, { recursive: true }); // it is nobody's: another process's would be locked
    await lock.open();
  });
  return lock;
}

async function openOnce(path: string): Promise<void> {
  const level = new Level(path);
  await level.open();
  await level.close();
}

/**
 * Opens a copy. LevelDB itself would silently drop what it cannot read of its last writes, and start with nothing when
 * its file CURRENT is missing. The copy has links, since LevelDB never changes the content of such a file.
 */
async function check(path: string, copy: string): Promise<void> {
  const files = existsSync(path) ? readdirSync(path).filter((file) => !/^LO(CK|G)/.test(file)) : [];
  if (files.some((file) => /\.(ldb|log)$/.test(file)) && !files.includes("CURRENT")) {
    throw damaged("the file CURRENT is missing");
  }
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  for (const file of files) link(join(path, file), join(copy, file));
  await openOnce(copy);
  const [lost] = /dropping \d+ bytes; .*/.exec(readFileSync(join(copy, "LOG"), "utf8")) ?? [];
  rmSync(copy, { recursive: true, force: true });
  if (lost !== undefined) throw damaged(lost);
}

/** Some file systems have no links. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

const damaged = (reason: string) => Object.assign(new Error(reason), { code: "LEVEL_CORRUPTION" });

async function explainErrors<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    if (code === "LEVEL_LOCKED") {
      throw new Error(
        `Another process uses the data in ${directory}. Stop it, or start with --memory.`,
      );
    }
    throw new Error(
      `The data in ${directory} cannot be used, and was not changed: ${message}. ` +
        `${adviceFor(`${code} ${message}`)} with --memory.`,
    );
  }
}

const advice = [
  [/no space|quota/i, "Free some space, or start"],
  [/permission|denied|read-only|not permitted/i, "Make the directory writable, or start"],
  [/EEXIST|ENOTDIR/, "Move that file away, or start"],
  [/LEVEL_CORRUPTION|LEVEL_IO_ERROR.*no such file/i, "Start with --reset to delete the data, or"],
] as const;

const adviceFor = (reason: string) =>
  advice.find(([pattern]) => pattern.test(reason))?.[1] ?? "Start";
