/** `npm run screenshots`: the pages as pictures of a fixed size, in docs/images. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { findChromium, launch, openPage } from "../support/browser/chromium";
import { startShop } from "../support/browser/shop";

/** Pixels. */
const viewport = { width: 1200, height: 900 };

const pictures: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  "/": async (page) => {
    const url = page.locator("#url"); // the port differs from run to run
    await url.evaluate((node) =>
      node.replaceChildren("http://127.0.0.1:3000/prod/DynamoDBManager"),
    );
    for (const button of await page.getByRole("button", { name: "Send" }).all()) {
      await button.click();
      await page.waitForTimeout(300);
    }
  },
  "/_docs": (page) =>
    page.locator('.opblock-post [data-path="/DynamoDBManager"]').locator("..").click(),
  "/_tables?table=Orders&hash=c1": (page) => page.locator("#items button").first().waitFor(),
};

async function main(): Promise<void> {
  const program = findChromium();
  if (program === undefined) throw new Error("Install Chromium, or name it in CHROMIUM.");
  const [shop, browser] = [await startShop({ withFiles: false }), await launch(program)];
  const { page } = await openPage(browser, { viewport, reducedMotion: "reduce" });
  for (let number = 1; number <= 9; number++) {
    const [state, total] = [number % 3 ? "sent" : "open", `${number * 12}.50`];
    const time = `2026-11-0${number}T09:30:00Z`;
    await shop.put(
      `/Orders/c1/${number}`,
      `{"time":"${time}","state":"${state}","total":${total},"tags":{"$set":["gift","new"]}}`,
    );
  }
  mkdirSync("docs/images", { recursive: true });
  for (const [path, prepare] of Object.entries(pictures)) {
    await page.goto(`${shop.origin}${path}`, { waitUntil: "networkidle" });
    await prepare(page);
    await page.waitForTimeout(500);
    const name = /\/_?(\w*)/.exec(path)?.[1] || "start";
    await page.screenshot({ path: join("docs/images", `${name}.png`) });
  }
  await browser.close();
  await shop.close();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
