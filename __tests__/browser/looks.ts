/** Each page at two widths, in light and dark. */
import assert from "node:assert/strict";
import { overflow } from "../support/browser/chromium";
import { large } from "../support/browser/items";
import { describePages, openItem } from "../support/browser/visits";

const pages = [
  ["/", "main h1"],
  ["/_docs", ".opblock"],
  ["/_tables?table=LambdaTable", "#items button"],
] as const;

export function describeLooks(): void {
  describePages("the looks", {}, (visit) => {
    for (const [path, content] of pages) {
      for (const width of [375, 1280]) {
        for (const colorScheme of ["light", "dark"] as const) {
          visit(
            `${path} is as wide as a window of ${width} pixels, and ${colorScheme}`,
            async (page, shop) => {
              await shop.put("/LambdaTable/large", large);
              await page.goto(`${shop.origin}${path}`);
              await page.locator(content).first().waitFor();
              if (path.startsWith("/_tables")) await openItem(page, "large");
              assert.equal(await overflow(page), 0);
              const [red] =
                /\d+/.exec(
                  await page.evaluate("getComputedStyle(document.body).backgroundColor"),
                ) ?? [];
              assert.equal(Number(red) > 128, colorScheme === "light");
            },
            { viewport: { width, height: 700 }, colorScheme },
          );
        }
      }
    }
  });
}
