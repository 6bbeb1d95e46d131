/** Tests of pages: each has a page of its own, and ends with a look at what it did. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { findChromium, launch, openPage } from "./chromium";
import { type Shop, startShop } from "./shop";

type Work = (page: Page, shop: Shop) => Promise<unknown>;
export type Visit = (name: string, work: Work, options?: BrowserContextOptions) => void;

/**
 * Tests of the pages of one server. Each ends with no error in the console, no violation of the content security policy,
 * and no request to another origin.
 * @param props the flags of `npm start`, and which tables there are
 */
export function describePages(
  name: string,
  props: Parameters<typeof startShop>[0],
  tests: (visit: Visit) => void,
): void {
  const program = findChromium();
  if (program === undefined) return;
  describe(name, () => {
    let browser: Browser;
    let shop: Shop;
    before(async () => {
      [browser, shop] = await Promise.all([launch(program), startShop(props)]);
    });
    after(async () => {
      await browser.close();
      await shop.close();
    });
    tests((title, work, options) => {
      test(title, async () => {
        const { page, faults, origins, close } = await openPage(browser, options);
        await work(page, shop);
        assert.deepEqual(faults, []);
        assert.deepEqual([...origins], [shop.origin]);
        await close();
      });
    });
  });
}

/** The rows of the page of the tables as text, cell by cell. */
export async function rows(page: Page) {
  await page.locator('#items[aria-busy="false"]').waitFor({ state: "attached" });
  const all = await page.locator("#items tr").all();
  return Promise.all(all.map((row) => row.locator("td").allTextContents()));
}

/** @param key as the page names it. @returns the field with the item's JSON */
export async function openItem(page: Page, key: string) {
  await page.getByRole("button", { name: `Edit ${key}`, exact: true }).click();
  await page.getByRole("button", { name: "Save", disabled: false }).waitFor();
  return page.getByRole("dialog").getByRole("textbox");
}

export async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
}

/** Runs the operation of a body in the documentation. @returns the text of status and answer */
export async function execute(page: Page, body: string): Promise<string | null> {
  const operation = page.locator(".opblock-post").filter({
    has: page.locator('[data-path="/DynamoDBManager"]'),
  });
  await operation.locator("button").first().click();
  await operation.locator("textarea").fill(body);
  await operation.getByRole("button", { name: "Execute" }).click();
  const answer = operation.locator(".live-responses-table .response");
  return answer.textContent();
}
