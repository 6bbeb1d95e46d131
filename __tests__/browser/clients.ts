/** The client of docs/clients.md for `fetch`, in a page of the origin that the page's settings allow. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { listen, stop } from "../../local/listen";
import { findChromium, launch } from "../support/browser/chromium";
import { clients, codeFor, settings } from "../support/clients";
import { createProject } from "../support/local/project";

const html =
  '<!doctype html><link rel="icon" href="data:"><script type="module" src="/client.js"></script>';

export function describeClients(): void {
  const program = findChromium();
  if (program === undefined) return;
  describe("the client for fetch of docs/clients.md", () => {
    let script = "";
    const pages = createServer(({ url }, response) => {
      const isScript = url === "/client.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? script : html);
    });
    const client = clients.find(({ code }) => code.includes('"aws4fetch"'));
    let browser: Browser;
    let project: ReturnType<typeof createProject>;
    let port: number;
    before(async () => {
      port = await listen(pages, 0, "127.0.0.1");
      project = createProject(
        settings.replace("http://localhost:5173", `http://localhost:${port}`),
      );
      const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
      const flags = ["--port", "0", "--memory", "--auth"];
      const [started, { url }] = await Promise.all([launch(program), project.start(flags, nobody)]);
      browser = started;
      assert.ok(client);
      script = await bundle(`${codeFor(client, new URL(url).origin)}\nconsole.log("end");`);
    });
    after(async () => {
      await Promise.all([browser.close(), project.endAll(), stop(pages)]);
      project.remove();
    });

    /** Opens the page with the client. @returns what it prints, its error included */
    async function runAt(origin: string): Promise<readonly string[]> {
      const page = await browser.newPage();
      const lines: string[] = [];
      page.on("console", (message) => lines.push(message.text()));
      page.on("pageerror", (error) => lines.push(String(error)));
      const ended = Promise.race([
        page.waitForEvent("console", (message) => message.text() === "end"),
        page.waitForEvent("pageerror"),
      ]);
      await page.goto(origin);
      await ended;
      await page.close();
      return lines;
    }

    test("prints what the page shows, at the origin that api.cors allows", async () => {
      assert.deepEqual(await runAt(`http://localhost:${port}`), `${client?.output}end`.split("\n"));
    });

    test("gets no answer at another origin", async () => {
      const [reason = "", ...others] = await runAt(`http://127.0.0.1:${port}`);
      assert.match(reason, /blocked by CORS policy: Response to preflight request doesn't pass/);
      assert.equal(others.at(-1), "TypeError: Failed to fetch");
    });
  });
}

/** As the build of a web application does it. */
async function bundle(contents: string): Promise<string> {
  const stdin = { contents, resolveDir: process.cwd() };
  const built = await build({ stdin, bundle: true, write: false, format: "esm" });
  return built.outputFiles[0]?.text ?? "";
}
