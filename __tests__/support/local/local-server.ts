/** The local server in this process: real engine, threads and HTTP, over a function of a test's own; and ways to wait for it. */
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { zipSync } from "fflate";
import { codeSha256 } from "../../../infra/function/bundle";
import type { SettingsInput } from "../../../infra/settings/settings";
import type { Options } from "../../../local/options";
import { type LocalServer, serve } from "../../../local/serve";
import { readService } from "../../../local/service/service";
import { parseTerraform } from "../../../local/service/terraform";
import { synthesize } from "../infra/synthesize";

type ServeProps = Parameters<typeof serve>[0];

interface Start extends Partial<Options> {
  /** Text of the function's module. */
  readonly code: string;
  readonly settings?: SettingsInput;
  /** Source map of the code. */
  readonly map?: string;
  /** Members of the function's Terraform, such as a time-out that the settings do not allow. */
  readonly lambda?: object;
  /** Milliseconds after which the gateway gives up. */
  readonly integrationTimeout?: number;
  /** Of the server's process. */
  readonly environment?: ServeProps["environment"];
}

/** A project's directory as `npm start` leaves it, for the tests of a file; and what is printed. */
export function createHome() {
  const home = mkdtempSync(join(tmpdir(), "a local server "));
  const running: LocalServer[] = [];
  const lines: string[] = [];
  beforeAll(() => {
    cpSync("dist/tests/local", join(home, "dist/local"), { recursive: true });
    cpSync("local/pages/static", join(home, "local/pages/static"), { recursive: true });
    symlinkSync(resolve("node_modules"), join(home, "node_modules"));
    // Several lines may come at once. A line that begins with a space belongs to the one before it.
    const hear = (text: string) => lines.push(...text.replace(/\n$/, "").split(/\n(?! )/));
    for (const print of ["log", "error"] as const) {
      jest.spyOn(console, print).mockImplementation((...text) => void hear(text.join(" ")));
    }
    jest.spyOn(process.stdout, "write").mockImplementation((text) => hear(String(text)) > 0);
  });
  beforeEach(() => {
    lines.length = 0;
  });
  afterAll(async () => {
    for (const server of running) await server.close();
    jest.restoreAllMocks();
    rmSync(home, { recursive: true });
  });

  const serviceOf = ({ code, map, settings, lambda, integrationTimeout }: Start) => {
    const filename = join(home, `${randomUUID()}.zip`);
    // The same code is the same file, whenever it is written.
    const mtime = new Date(1980, 0, 1);
    const zip = zipSync({ "index.mjs": [Buffer.from(code), { mtime }] });
    writeFileSync(filename, zip);
    if (map) writeMap(home, zip, map);
    const { json, one, all } = synthesize(settings);
    Object.assign(one("aws_lambda_function"), { filename, ...lambda });
    for (const [, integration] of all("aws_api_gateway_integration")) {
      integration["timeout_milliseconds"] = integrationTimeout ?? 15_000;
    }
    return readService(parseTerraform(json, "/"));
  };

  async function start(props: Start) {
    const flags = {
      port: 0,
      host: "127.0.0.1",
      memory: true,
      reset: false,
      auth: false,
      verbose: false,
    };
    const options = { ...flags, environment: {}, ...props };
    const service = serviceOf(props);
    const server = await serve({ ...options, service, root: home });
    running.push(server);
    const endpoint = /http:[^,]+/.exec(server.engine)?.[0] as string;
    return Object.assign(server, { endpoint }); // its url is the current version's
  }
  return { home, start, lines, serviceOf };
}

/** Where synth leaves it. */
function writeMap(home: string, zip: Uint8Array, map: string): void {
  const directory = join(home, "dist/maps");
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${codeSha256(zip).toString("base64url")}.map`), map);
}

const realTimeout = setTimeout;
/** Without a reference: a test that has failed meanwhile would keep its process, and the whole run, alive. */
export const pause = () => new Promise((done) => realTimeout(done, 5).unref());

/** Waits until something is there, or an answer is as it should be. */
export async function until(there: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await there())) await pause();
}

/**
 * Runs with a clock on which `limit` milliseconds pass at once, and no more: timers of more never end.
 * @param isTimed tells when the timer is set that the test is about: a busy machine may take long until then
 */
export async function hurry<T>(
  limit: number,
  work: () => Promise<T>,
  isTimed = () => true,
): Promise<T> {
  jest.useFakeTimers({
    doNotFake: ["Date", "hrtime", "nextTick", "performance", "queueMicrotask", "setImmediate"],
  });
  let settled = false;
  const done = work().finally(() => {
    settled = true;
  });
  done.catch(() => {}); // the caller sees it
  await until(() => settled || isTimed());
  for (let i = 0; i < 2000 && !settled; i++) {
    await pause();
    if (i * 100 < limit) jest.advanceTimersByTime(100);
  }
  jest.useRealTimers();
  return done;
}
