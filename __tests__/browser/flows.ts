/** What a person does with the pages, with and without --auth. */
import assert from "node:assert/strict";
import { describePages, execute, openItem, rows, save } from "../support/browser/visits";

const digits = "12345678901234567890123456789012345678";
const others = digits.replace("1", "9");

export function describeFlows(): void {
  for (const flags of [[], ["--auth"]]) {
    describePages(["npm start", ...flags].join(" "), { flags }, (visit) => {
      visit(
        "an operation of the documentation makes an item, which the start page counts and the tables edit",
        async (page, { origin }) => {
          await page.goto(`${origin}/_docs`);
          const item = `{"Id":"1","n":${digits}}`;
          const body = `{"operation":"create","tableName":"LambdaTable","payload":{"Item":${item}}}`;
          assert.match((await execute(page, body)) ?? "", /^200/);
          await page.getByRole("link", { name: "Start" }).click();
          const count = page.locator("#tables tr", { hasText: "LambdaTable" }).locator("td").last();
          await count.getByText("1", { exact: true }).waitFor();
          await page.getByRole("link", { name: "LambdaTable" }).click();
          const text = await openItem(page, "1");
          assert.match(await text.inputValue(), new RegExp(`"n": ${digits}\n`));
          await text.fill(`{"Id":"1","n":${others}}`);
          await save(page);
          assert.deepEqual(await rows(page), [["1", others]]);
        },
      );

      visit("the documentation shows numbers with all their digits", async (page, { origin }) => {
        await page.goto(`${origin}/_docs`);
        const body = `{"operation":"echo","payload":[${digits},0.1000000000000000000000000000000000001]}`;
        assert.match(
          (await execute(page, body)) ?? "",
          new RegExp(`${digits},\\s+0\\.1000000000000000000000000000000000001`),
        );
      });

      visit(
        "the guide's three requests are ready to send, and a table that changes shows",
        async (page, { origin }) => {
          await page.goto(origin);
          for (const [name, answer] of [
            ["Create an item", "{}"],
            ["Read it", '{"Item":{"digest":{"$binary":"MQ=="},"name":"Bob"}}'],
            ["Echo", '{"somekey1":"somevalue1","somekey2":"somevalue2"}'],
          ]) {
            const form = page.getByRole("form", { name });
            await form.getByRole("button", { name: "Send" }).click();
            await form.getByText(/^200 after/).waitFor();
            const text = await form.locator("pre").textContent();
            assert.equal(text?.replaceAll(/\s/g, ""), answer);
          }
          await page
            .locator("#tables tr", { hasText: "Files" })
            .getByText("1", { exact: true })
            .waitFor();
        },
      );

      visit("a refused request shows each pointer of the problem", async (page, { origin }) => {
        await page.goto(`${origin}/_tables?table=LambdaTable`);
        await page.getByRole("button", { name: "New item" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("textbox").fill('{"Id":"2","wrong":{"$set":[]}}');
        await dialog.getByRole("button", { name: "Save" }).click();
        await dialog.getByRole("alert").locator("li code", { hasText: "/wrong/$set" }).waitFor();
        assert.match((await dialog.getByRole("alert").textContent()) ?? "", /^400 /);
      });
    });
  }
}
