/** A Chromium that is installed on the machine. Nothing is downloaded. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Path of the program, which the variable CHROMIUM may name. */
export const findChromium = () => process.env["CHROMIUM"] || usual.find((path) => existsSync(path));

export function launch(executablePath: string): Promise<Browser> {
  // Chromium's own sandbox does not start as root, which is who runs tests in a container.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}

/** The versions of the browser and of what drives it. */
export function versionsOf(program: string): string {
  const own = execFileSync(program, ["--version"], { stdio: "pipe" }).toString();
  const driver = JSON.parse(readFileSync("node_modules/playwright-core/package.json", "utf8"));
  return `${/\S+ [\d.]+/.exec(own)?.[0]}, playwright-core ${driver.version}`;
}

/** Opens a page, and notes what none of the server's pages may do. */
export async function openPage(browser: Browser, options?: BrowserContextOptions) {
  const context = await browser.newContext(options);
  const faults: string[] = [];
  const origins = new Set<string>();
  context.on("request", (request) => origins.add(new URL(request.url()).origin));
  context.on("requestfailed", (request) => {
    const left = request.failure()?.errorText === "net::ERR_ABORTED"; // the test went to another page meanwhile
    if (!left) faults.push(`failed: ${request.url()}`);
  });
  context.on("weberror", (error) => faults.push(String(error.error())));
  context.on("console", (message) => {
    const refused = /\/prod\//.test(message.location().url); // by the API: Chromium notes each status of 400 or more
    if (["error", "warning"].includes(message.type()) && !refused) faults.push(message.text());
  });
  await context.exposeFunction("noteViolation", (text: string) => faults.push(text));
  await context.addInitScript(noteViolations);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return { page, faults, origins, close: () => context.close() };
}

/** Runs in the page. */
const noteViolations = `addEventListener("securitypolicyviolation", (event) =>
  noteViolation(event.violatedDirective + " " + event.blockedURI))`;

/** How far the page is wider than the window, in pixels. */
export const overflow = (page: Page): Promise<unknown> =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
