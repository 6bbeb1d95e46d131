/** The page of the tables: every kind of value and key, pages, partitions, indexes. */
import assert from "node:assert/strict";
import { hostile, large, precise } from "../support/browser/items";
import { describePages, openItem, rows, save, type Visit } from "../support/browser/visits";
import { describeLimits } from "./limits";

export function describeTables(): void {
  describePages("the page of the tables", {}, (visit) => {
    describeValues(visit);
    describePaging(visit);
    describeEditing(visit);
    describeLimits(visit);
  });
}

function describeValues(visit: Visit): void {
  visit("numbers, sets, binaries and maps are shown and saved as they are", async (page, shop) => {
    const number = "12345678901234567890123456789012345678";
    await shop.put(`/Orders/exact/${number}`, precise);
    await page.goto(`${shop.origin}/_tables?table=Orders&hash=exact`);
    const [cells] = await rows(page);
    assert.equal(cells?.[1], number);
    assert.ok(cells?.includes('set["a","b"]'), cells?.join());
    assert.ok(cells?.includes('binary"AP+/"'), cells?.join());
    const text = await openItem(page, `exact / ${number}`);
    assert.deepEqual(sorted(await text.inputValue()), sorted(precise));
    await save(page);
    const stored = await openItem(page, `exact / ${number}`);
    assert.deepEqual(sorted(await stored.inputValue()), sorted(precise));
  });

  visit("a table without a sort key has no field for one", async (page, shop) => {
    const fieldsOf = async (table: string) => {
      await page.goto(`${shop.origin}/_tables?table=${table}`);
      await rows(page); // before, the form is as it is in the file
      return Promise.all(["#sort", "#operator"].map((id) => page.isVisible(id)));
    };
    assert.deepEqual(await fieldsOf("LambdaTable"), [false, false]);
    assert.deepEqual(await fieldsOf("Orders"), [true, true]);
  });

  visit("markup and names of JavaScript are text", async (page, shop) => {
    await shop.create("LambdaTable", hostile);
    const { Id } = JSON.parse(hostile);
    await page.goto(`${shop.origin}/_tables?table=LambdaTable`);
    await page.getByText(Id.slice(0, 50)).first().waitFor();
    const text = await openItem(page, `${Id.slice(0, 60)}…`);
    assert.deepEqual(JSON.parse(await text.inputValue()), JSON.parse(hostile));
    await save(page);
    assert.equal(await page.evaluate("globalThis.hacked"), undefined);
    assert.equal(await page.locator("main script, main img").count(), 0);
  });

  visit("an item of 400 KB is one short row, and is edited whole", async (page, shop) => {
    await shop.put("/LambdaTable/large", large);
    await page.goto(`${shop.origin}/_tables?table=LambdaTable&hash=large`);
    const [[, cell] = []] = await rows(page);
    assert.equal(cell?.length, 61);
    const text = await openItem(page, "large");
    assert.deepEqual(JSON.parse(await text.inputValue()), JSON.parse(large));
    await save(page);
  });

  visit(
    "a key that no URL can have is shown, and the page says how to change it",
    async (page, shop) => {
      await shop.envelope(
        `{"operation":"create","tableName":"LambdaTable","payload":{"Item":{"Id":".."}}}`,
      );
      await page.goto(`${shop.origin}/_tables?table=LambdaTable`);
      await page.getByRole("button", { name: "Edit ..", exact: true }).click();
      await page.getByText("cannot be in a URL").waitFor();
      assert.ok(await page.getByRole("button", { name: "Save" }).isDisabled());
    },
  );
}

function describePaging(visit: Visit): void {
  visit("pages follow each other, and back", async (page, shop) => {
    for (let number = 1; number <= 60; number++) await shop.put(`/Orders/pages/${number}`, "{}");
    await page.goto(`${shop.origin}/_tables?table=Orders&hash=pages`);
    const numbers = async () => (await rows(page)).map(([, number]) => Number(number));
    const [next, previous] = ["Next page", "Previous page"].map((name) =>
      page.getByRole("button", { name }),
    );
    const range = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const shown = (from: number) =>
      page.getByRole("button", { name: `Edit pages / ${from}`, exact: true });
    assert.deepEqual(await numbers(), range(1, 25));
    await next?.click();
    await shown(26).waitFor();
    await next?.click();
    await shown(51).waitFor();
    assert.deepEqual(await numbers(), range(51, 60));
    assert.ok(await next?.isDisabled());
    await previous?.click();
    await shown(26).waitFor();
    assert.deepEqual(await numbers(), range(26, 50));
  });

  visit(
    "a partition is filtered by its sort key, an index by its own keys, a binary key is base64url",
    async (page, shop) => {
      await shop.put("/Orders/c1/1", '{"time":"2026-11-01","state":"open","items":[1]}');
      await shop.put("/Orders/c1/2", '{"time":"2026-10-01","state":"open"}');
      await shop.put("/Orders/c2/3", '{"time":"2026-12-01","state":"sent"}');
      await shop.put("/Files/-_8", '{"name":"a file"}');
      const keysAt = async (query: string) => {
        await page.goto(`${shop.origin}/_tables?${query}`);
        return (await rows(page)).map(([first, second]) => `${first} ${second}`);
      };
      assert.deepEqual(await keysAt("table=Orders&hash=c1&operator=gte&sort=2"), ["c1 2"]);
      assert.deepEqual(await keysAt("table=Orders&hash=c1&sort=1"), ["c1 1"]);
      assert.deepEqual(await keysAt("table=Orders&hash=c1&sort=9"), []);
      assert.deepEqual(await keysAt("table=Orders&index=by-time&hash=c1"), ["c1 2", "c1 1"]);
      const byState = "table=Orders&index=by-state&hash=open";
      assert.deepEqual(await keysAt(byState), ["c1 2", "c1 1"]);
      assert.deepEqual(await keysAt(`${byState}&operator=begins&sort=2026-11`), ["c1 1"]);
      assert.deepEqual(await keysAt("table=Files&hash=-_8"), ['binary"+/8=" a file']);
      await openItem(page, '"+/8="');
      await save(page);
    },
  );
}

function describeEditing(visit: Visit): void {
  visit("a change that another client made meanwhile is not lost", async (page, shop) => {
    await shop.put("/Notes/n", "{}");
    await page.goto(`${shop.origin}/_tables?table=Notes`);
    const text = await openItem(page, "n");
    await shop.put("/Notes/n", '{"by":"another"}');
    await text.fill('{"by":"me"}');
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog").getByText("412 ").waitFor();
    assert.match((await shop.send("GET", "/Notes/n")).text, /"by":"another"/);
  });

  visit("an item is made, replaced and deleted by the keyboard alone", async (page, shop) => {
    await page.goto(`${shop.origin}/_tables?table=LambdaTable&hash=typed`);
    const { keyboard } = page;
    const reach = async (name: string) => {
      for (let tabs = 0; tabs < 60; tabs++) {
        await keyboard.press("Tab");
        const focused = page.locator(":focus");
        const label = await focused.evaluate(
          (node: { ariaLabel: string | null; textContent: string }) =>
            node.ariaLabel ?? node.textContent,
        );
        if (label === name) return;
      }
      throw new Error(`The key Tab does not reach ${name}.`);
    };
    const write = async (json: string) => {
      await keyboard.press("ControlOrMeta+a");
      await keyboard.insertText(json);
    };
    await page.getByText("There is no such item.").waitFor();
    await reach("New item");
    await keyboard.press("Enter");
    await write('{"Id":"typed"}');
    await reach("Save");
    await keyboard.press("Enter");
    await page.getByText("Saved.").waitFor();
    await reach("Edit typed");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: "Save", disabled: false }).waitFor();
    await write('{"Id":"typed","n":1}');
    await reach("Save");
    await keyboard.press("Enter");
    await page.getByText("Saved.").waitFor();
    assert.deepEqual(await rows(page), [["typed", "1"]]);
    await reach("Edit typed");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: "Delete", disabled: false }).waitFor();
    await reach("Delete");
    await keyboard.press("Enter");
    await page.getByRole("button", { name: "Really delete" }).waitFor();
    assert.equal((await shop.send("GET", "/LambdaTable/typed")).status, 200);
    await keyboard.press("Enter");
    await page.getByText("Deleted.").waitFor();
    assert.equal((await shop.send("GET", "/LambdaTable/typed")).status, 404);
  });
}

/** The lines of a JSON text in an order that does not depend on its attributes'. */
const sorted = (json: string) =>
  json
    .split("\n")
    .map((line) => line.replace(/,$/, ""))
    .sort();
