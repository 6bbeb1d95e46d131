/** The page of the tables that allow only some operations: no control for what is not served. */
import assert from "node:assert/strict";
import { rows, type Visit } from "../support/browser/visits";

export function describeLimits(visit: Visit): void {
  visit("an item that can only be read has no button that changes it", async (page, shop) => {
    await shop.envelope(
      `{"operation":"batchWrite","tableName":"Prices","payload":{"Put":[{"Id":"p","price":1}]}}`,
    );
    await page.goto(`${shop.origin}/_tables?table=Prices`);
    assert.deepEqual(await rows(page), [["p", "1"]]);
    assert.ok(await page.getByRole("button", { name: "New item" }).isHidden());
    await page.getByRole("button", { name: "Show p", exact: true }).click();
    const text = page.getByRole("dialog").getByRole("textbox");
    await page.getByText("/Prices/p").last().waitFor();
    assert.ok(await text.evaluate((area: { readOnly: boolean }) => area.readOnly));
    for (const name of ["Save", "Delete"]) {
      assert.ok(await page.getByRole("button", { name }).isHidden());
    }
  });

  visit("items that can be created and asked for are no buttons", async (page, shop) => {
    await page.goto(`${shop.origin}/_tables?table=Events`);
    await page.getByText("This path allows POST, OPTIONS.").waitFor();
    await shop.create("Events", '{"day":"d","time":"1"}');
    for (const sort of ["", "&sort=1"]) {
      await page.goto(`${shop.origin}/_tables?table=Events&hash=d${sort}`);
      assert.deepEqual(await rows(page), [["d", "1"]]);
    }
    assert.equal(await page.locator("#items button").count(), 0);
    assert.ok(await page.getByRole("button", { name: "New item" }).isVisible());
  });
}
