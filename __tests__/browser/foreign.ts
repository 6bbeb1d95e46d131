/** What a page of another origin can do with the API, its pages and the signer: nothing. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { listen, stop } from "../../local/listen";
import { findChromium, launch } from "../support/browser/chromium";
import { type Shop, startShop } from "../support/browser/shop";

/** A form sends a name, an equals sign and a value: each body has one such sign. */
const item = '{"Id":"forged=1"}';
const envelope = `{"operation":"create","tableName":"LambdaTable","payload":{"Item":${item}}}`;

/** Runs in the foreign page, and tries to write with the body. Each attempt says what it could read. */
const attempts = (target: string, body: string) => `(async () => {
  const read = [];
  const attempt = async (name, work) => {
    const text = await Promise.race([work(), new Promise((done) => setTimeout(done, 1500))]).catch(() => {});
    if (text) read.push(name + ": " + text);
  };
  const body = ${JSON.stringify(body)};
  for (const mode of ["cors", "no-cors"]) {
    await attempt(mode + " GET", async () => (await fetch("${target}", { mode })).text());
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json"]) {
      const headers = { "content-type": type };
      await attempt(mode + " POST", async () => (await fetch("${target}", { method: "POST", mode, headers, body })).text());
    }
  }
  const load = (tag, properties) => new Promise((done) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.onload = () => {
      try { done(made.contentDocument?.body.textContent || (tag !== "iframe" && "loaded " + tag)); } catch { done(); }
    };
    made.onerror = () => done();
    document.body.append(made);
  });
  for (const tag of ["iframe", "img"]) await attempt(tag, () => load(tag, { src: "${target}" }));
  await attempt("a script", () => load("script", { src: "${target}" }));
  const form = Object.assign(document.createElement("form"), { method: "POST", action: "${target}", enctype: "text/plain", target: "frame" });
  document.body.append(Object.assign(document.createElement("iframe"), { name: "frame" }), form);
  const [name, value] = body.split("=");
  form.append(Object.assign(document.createElement("input"), { name, value }));
  form.submit();
  await new Promise((done) => setTimeout(done, 500));
  return read;
})()`;

export function describeForeign(): void {
  const program = findChromium();
  if (program === undefined) return;
  for (const flags of [[], ["--auth"]]) {
    describe(["a page of another origin", ...flags].join(" "), () => {
      const server = createServer((_, response) => {
        response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><body>");
      });
      let browser: Browser;
      let shop: Shop;
      let page: Page;
      before(async () => {
        [browser, shop] = await Promise.all([launch(program), startShop({ flags })]);
        page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${await listen(server, 0, "127.0.0.1")}`);
      });
      after(async () => {
        await Promise.all([browser.close(), shop.close(), stop(server)]);
      });

      for (const [path, body] of [
        ["/prod/DynamoDBManager", envelope],
        ["/prod/DynamoDBManager/LambdaTable", item],
        ["/_signed/prod/DynamoDBManager", envelope],
        ["/_signed/prod/DynamoDBManager/LambdaTable", item],
        ["/_pages/service.json", envelope],
        ["/", envelope],
        ["/_tables", envelope],
      ] as const) {
        test(`reads nothing at ${path}, and writes nothing`, async () => {
          assert.deepEqual(await page.evaluate(attempts(`${shop.origin}${path}`, body)), []);
          const own = await browser.newPage();
          await own.goto(`${shop.origin}/_tables?table=LambdaTable`);
          await own.getByText("LambdaTable: 0 items").waitFor();
          await own.close();
        });
      }
    });
  }
}
